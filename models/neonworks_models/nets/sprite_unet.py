"""The sprite net in PyTorch: what training optimises and what is exported to ONNX. Making one needs torch.

A U-Net over the pixel-unshuffled window with self-attention at an eighth of its size. Action, view, moment,
pose and proportions steer every block (FiLM). Its last layers work at full size, one choice a pixel
(``nets.pixel_choice``): they start out as copying the draft, and learn where that is wrong.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from neonworks_protocol.errors import Unavailable

from neonworks_models.nets.hands import Hand
from neonworks_models.nets.motions import MOTIONS
from neonworks_models.nets.pixel_choice import (
    CHOICES,
    DRAFT_REACH,
    KEY_FEATURES,
    PHASE_FEATURES,
    PLANES,
    POSE_FEATURES,
    STILL_REACH,
)
from neonworks_models.sprites.rig import Joint

__all__ = ["NO_TORCH", "SpriteUNet", "choice_loss"]


def _installed(name: str) -> Any:
    """The module, None where its package is not installed: then this one imports all the same."""
    try:
        return import_module(name)
    except ImportError:
        return None


torch: Any = _installed("torch")
nn: Any = _installed("torch.nn")
functional: Any = _installed("torch.nn.functional")
_Module: Any = object if torch is None else nn.Module

NO_TORCH = "Training needs PyTorch: pip install torch==2.13.0 and run again."
_VIEWS = 4
_QUERY = 32
_COPY_DRAFT, _COPY_STILL = 4.0, 3.0
"""First logits of copying this very pixel of the draft and of the still."""
_BLOCKED = -30.0
"""Logit of a colour that the still does not have."""


class _ChannelNorm(_Module):  # type: ignore[misc]
    """Layer norm over the channels of each place."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.channels = channels
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Any) -> Any:
        last = x.permute(0, 2, 3, 1)
        return functional.layer_norm(last, (self.channels,), self.weight, self.bias).permute(0, 3, 1, 2)


class _SteeredBlock(_Module):  # type: ignore[misc]
    """Two convolutions beside a shortcut, steered in between by the condition; the identity at first."""

    def __init__(self, inside: int, outside: int, condition: int) -> None:
        super().__init__()
        self.skip = nn.Conv2d(inside, outside, 1) if inside != outside else nn.Identity()
        self.norm1, self.conv1 = _ChannelNorm(inside), nn.Conv2d(inside, outside, 3, 1, 1)
        self.norm2, self.conv2 = _ChannelNorm(outside), nn.Conv2d(outside, outside, 3, 1, 1)
        self.steer = nn.Linear(condition, 2 * outside)
        _zero(self.steer)
        _zero(self.conv2)

    def forward(self, x: Any, condition: Any) -> Any:
        scale, shift = self.steer(condition)[:, :, None, None].chunk(2, 1)
        hidden = self.conv1(functional.silu(self.norm1(x)))
        hidden = self.conv2(functional.silu(self.norm2(hidden) * (1 + scale) + shift))
        return self.skip(x) + hidden


class _Attention(_Module):  # type: ignore[misc]
    """Self-attention of all places, added to what was there."""

    def __init__(self, channels: int, heads: int = 4) -> None:
        super().__init__()
        self.heads, self.norm = heads, _ChannelNorm(channels)
        self.project = nn.Conv2d(channels, 3 * channels, 1)
        self.out = nn.Conv2d(channels, channels, 1)
        _zero(self.out)

    def forward(self, x: Any) -> Any:
        n, channels, height, width = x.shape
        parts = self.project(self.norm(x)).reshape(n, 3, self.heads, channels // self.heads, height * width)
        query, key, value = parts.transpose(3, 4).unbind(1)
        seen = functional.scaled_dot_product_attention(query, key, value)
        return x + self.out(seen.transpose(2, 3).reshape(n, channels, height, width))


class SpriteUNet(_Module):  # type: ignore[misc]
    """``widths``: channels at a half, a quarter and an eighth of the window; ``depth``: blocks there."""

    def __init__(
        self,
        widths: tuple[int, int, int] = (48, 96, 160),
        *,
        condition: int = 160,
        features: int = 24,
        depth: int = 3,
    ) -> None:
        if torch is None:
            raise Unavailable(NO_TORCH)
        super().__init__()
        half, quarter, eighth = widths
        self.action, self.view = nn.Embedding(len(MOTIONS) + 1, 48), nn.Embedding(_VIEWS, 16)
        known = 48 + 16 + PHASE_FEATURES + POSE_FEATURES + 2 * len(Joint) + 1
        self.condition = nn.Sequential(
            nn.Linear(known, condition), nn.SiLU(), nn.Linear(condition, condition), nn.SiLU()
        )
        self.hand = nn.Embedding(len(Hand), condition)
        nn.init.zeros_(self.hand.weight)
        self.stem = nn.Conv2d(4 * PLANES, half, 3, 1, 1)
        self.half_in = _SteeredBlock(half, half, condition)
        self.to_quarter = nn.Conv2d(half, quarter, 3, 2, 1)
        self.quarter_in = nn.ModuleList([_SteeredBlock(quarter, quarter, condition) for _ in range(2)])
        self.to_eighth = nn.Conv2d(quarter, eighth, 3, 2, 1)
        self.eighth = nn.ModuleList([_SteeredBlock(eighth, eighth, condition) for _ in range(depth)])
        self.attention = nn.ModuleList([_Attention(eighth) for _ in range(depth - 1)])
        self.from_eighth = nn.Conv2d(eighth, quarter, 1)
        self.quarter_out = nn.ModuleList(
            [_SteeredBlock(2 * quarter, quarter, condition), _SteeredBlock(quarter, quarter, condition)]
        )
        self.from_quarter = nn.Conv2d(quarter, half, 1)
        self.half_out = _SteeredBlock(2 * half, half, condition)
        self.unfold = nn.Conv2d(half, 4 * features, 3, 1, 1)
        self.full1 = nn.Conv2d(features + PLANES, features, 3, 1, 1)
        self.full2 = nn.Conv2d(features, features, 3, 1, 1)
        self.copy, self.query = nn.Linear(2 * features, CHOICES), nn.Linear(2 * features, _QUERY)
        self.key = nn.Sequential(nn.Linear(KEY_FEATURES, 64), nn.SiLU(), nn.Linear(64, _QUERY))
        self._start_as_a_copy()

    def features(self, inputs: Mapping[str, Any]) -> Any:
        """What is found at every pixel, (n, H, W, 2 · features), H and W multiples of 8.

        ``inputs``: ``planes`` (n, PLANES, H, W) and what is known of them: ``action``, ``view``, ``hand``
        (n,), ``phase``, ``pose``, ``joints``, ``size``.
        """
        known = [self.action(inputs["action"]), self.view(inputs["view"])]
        known += [inputs[name] for name in ("phase", "pose", "joints", "size")]
        condition = self.condition(torch.cat(known, 1)) + self.hand(inputs["hand"])
        planes = inputs["planes"]
        x = half = self.half_in(self.stem(functional.pixel_unshuffle(planes, 2)), condition)
        x = self.to_quarter(x)
        for block in self.quarter_in:
            x = block(x, condition)
        x = torch.cat([_doubled(self.from_eighth(self._deep(x, condition))), x], 1)
        for block in self.quarter_out:
            x = block(x, condition)
        x = self.half_out(torch.cat([_doubled(self.from_quarter(x)), half], 1), condition)
        return self._full_size(x, planes)

    def forward(self, inputs: Mapping[str, Any], where: Any) -> Any:
        """Logits of the pixels that ``where`` (n, H, W) names, in order: (N, CHOICES + COLOURS)."""
        return self.choices(self.features(inputs), inputs, where)

    def choices(self, found: Any, inputs: Mapping[str, Any], where: Any) -> Any:
        """As ``forward``, of ``features`` already found; in full precision whatever theirs.

        ``keys`` (n, COLOURS, KEY_FEATURES) and ``allowed`` (n, COLOURS) are the palettes' (``colour_keys``).
        """
        chosen = found[where].float()
        counts = where.flatten(1).sum(1)
        keys, query = self.key(inputs["keys"]), self.query(chosen) * 0.25
        own = zip(query.split(counts.tolist()), keys, strict=True)
        colours = torch.cat([part @ key.T for part, key in own])
        blocked = ~torch.repeat_interleave(inputs["allowed"], counts, 0)
        return torch.cat([self.copy(chosen), colours.masked_fill(blocked, _BLOCKED)], 1)

    def every_pixel(self, inputs: Mapping[str, Any]) -> Any:
        """As ``forward`` for all pixels, shape (n, H, W, CHOICES + COLOURS): what is exported."""
        found = self.features(inputs)
        keys = self.key(inputs["keys"])
        query = self.query(found) * 0.25
        colours = torch.einsum("nhwq,nkq->nhwk", query, keys)
        blocked = ~inputs["allowed"][:, None, None, :]
        return torch.cat([self.copy(found), colours.masked_fill(blocked, _BLOCKED)], -1)

    def _deep(self, x: Any, condition: Any) -> Any:
        x = self.to_eighth(x)
        for place, block in enumerate(self.eighth):
            x = block(x, condition)
            if place < len(self.attention):
                x = self.attention[place](x)
        return x

    def _full_size(self, x: Any, planes: Any) -> Any:
        wide = functional.pixel_shuffle(self.unfold(functional.silu(x)), 2)
        near = functional.silu(self.full1(torch.cat([wide, planes], 1)))
        near = functional.silu(near + self.full2(near))
        return torch.cat([functional.silu(wide), near], 1).permute(0, 2, 3, 1)

    def _start_as_a_copy(self) -> None:
        still, draft = ((2 * reach + 1) ** 2 for reach in (STILL_REACH, DRAFT_REACH))
        with torch.no_grad():
            self.copy.weight.mul_(0.3)
            self.copy.bias.zero_()
            self.copy.bias[still // 2] = _COPY_STILL
            self.copy.bias[still + draft // 2] = _COPY_DRAFT


def choice_loss(logits: Any, copies: Any, truth: Any) -> Any:
    """Minus the log of the probability of each pixel's true colour, shape (N,).

    ``copies`` (N, CHOICES): what each copy would show; ``truth`` (N,): the artist's palette index.
    """
    wrong = copies != truth[:, None]
    right = [logits[:, :CHOICES].masked_fill(wrong, -1e4), logits[:, CHOICES:].gather(1, truth[:, None])]
    return logits.logsumexp(1) - torch.cat(right, 1).logsumexp(1)


def _zero(layer: Any) -> None:
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)


def _doubled(x: Any) -> Any:
    return functional.interpolate(x, scale_factor=2.0, mode="nearest")
