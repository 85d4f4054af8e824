"""``config``: the settings, seen and changed."""

import click

__all__ = ["command", "get", "list_command", "set_command", "unset"]

_EPILOG = """\b
Examples:
  neonworks-animator config list
  neonworks-animator config set reader tiny
  neonworks-animator config set reader ~/models/qwen2.5-1.5b-instruct-q4_k_m.gguf
  neonworks-animator config set llm.threads 4
  neonworks-animator config unset reader

\b
The larger language model (reader): off, auto (the largest GGUF file of the models folder, if there is one),
tiny (comes with the program), a path to a GGUF file, openai (a server at llm.url: Ollama, llama-server, LM
Studio) or transformers (a checkpoint at llm.model). neonworks-animator doctor says what each of them lacks.
"""


@click.group("config", epilog=_EPILOG, short_help="See and change the settings.")
def command() -> None:
    """See and change the settings, which stand in config.toml; the daemon reads them when it starts."""


@command.command("list", short_help="Say all settings.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def list_command(as_json: bool) -> int:
    """Say all settings, marked where they differ from the defaults, and where the file is."""
    from neonworks_daemon.local.configuring import list_settings

    return list_settings(as_json=as_json)


@command.command("get", short_help="Say one setting.")
@click.argument("name")
def get(name: str) -> int:
    """Say the setting NAME, such as reader or llm.threads."""
    from neonworks_daemon.local.configuring import show_setting

    return show_setting(name)


@command.command("set", short_help="Change one setting.")
@click.argument("name")
@click.argument("value")
def set_command(name: str, value: str) -> int:
    """Set NAME to VALUE in config.toml; what is not fit is refused, and the file stays as it was."""
    from neonworks_daemon.local.configuring import set_setting

    return set_setting(name, value)


@command.command("unset", short_help="Back to the default.")
@click.argument("name")
def unset(name: str) -> int:
    """Take NAME out of config.toml."""
    from neonworks_daemon.local.configuring import unset_setting

    return unset_setting(name)
