"""A game of one screen: a character that was animated with NeonWorks Animator walks where you send it.

    cp ../neonworks_editor/runtime.py .
    python game.py path/to/animations.json

Left and right walk, space plays the next one-shot (attack, jump, ...), P pauses, Escape ends.
"""

import sys

import pygame
from runtime import AnimationError, Player, load  # type: ignore[import-not-found]

SIZE = (480, 270)
GROUND = 210
SPEED = 40  # pixels a second


def named(player: Player, word: str) -> str | None:
    """The first animation with this word in its name."""
    return next((name for name in player.animations if word in name), None)


def main(path: str, frames: int | None = None) -> int:
    """Play until the window is closed, or for so many frames."""
    pygame.display.init()
    screen = pygame.display.set_mode(SIZE)
    try:
        player = Player(load(path))
    except (OSError, AnimationError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    standing = named(player, "idle") or player.name
    walking = named(player, "walk") or standing
    shots = [name for name, animation in player.animations.items() if not animation.loop]
    x, heading, clock = SIZE[0] / 2, 1, pygame.time.Clock()
    while frames is None or frames > 0:
        frames = None if frames is None else frames - 1
        dt = clock.tick(60) / 1000
        for event in pygame.event.get():
            if event.type == pygame.QUIT or (event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE):
                return 0
            if event.type == pygame.KEYDOWN and event.key == pygame.K_p:
                player.playing = not player.playing
            if event.type == pygame.KEYDOWN and event.key == pygame.K_SPACE and shots:
                player.play(shots[0], restart=True)
                shots.append(shots.pop(0))
        keys = pygame.key.get_pressed()
        step = keys[pygame.K_RIGHT] - keys[pygame.K_LEFT]
        if player.playing and (player.current.loop or player.finished):
            player.play(walking if step else standing)
        x = min(max(x + step * SPEED * dt, 20), SIZE[0] - 20)
        heading = step or heading
        player.update(dt)
        picture, (left, top) = player.frame, player.top_left(x, GROUND)
        if heading < 0:
            picture = pygame.transform.flip(picture, True, False)
            left = round(2 * x - left - picture.get_width())
        screen.fill((126, 182, 222))
        screen.fill((104, 150, 84), (0, GROUND - 6, SIZE[0], SIZE[1]))
        screen.blit(picture, (left, top))
        pygame.display.flip()
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} MANIFEST|SHEET.json|CLIP.animator.json [FRAMES]")
    sys.exit(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else None))
