"""How the numbers and weights in this package were made. PyTorch is imported only where a net is trained."""
