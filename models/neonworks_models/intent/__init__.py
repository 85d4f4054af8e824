"""From a sentence to ``MotionSpec``: tokenised rules over the lexicon in ``lexicon/``."""
