"""What other weights, limits, shifts or modes would have done with what really came, before they apply."""
