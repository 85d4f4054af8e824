"""The panel: pages, preview and strip made of the widgets of ``ui`` over the state of ``studio``."""
