"""What the user is making: sprite, sentence, specs, takes, strips, history. No pygame, no pixels, no
sockets."""
