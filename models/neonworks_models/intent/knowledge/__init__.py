"""Word knowledge beside the rules: vectors of words and a small net that reads them in their sentence."""
