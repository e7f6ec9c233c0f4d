"""What ships the product: the image, the composition, the units and the snippets for proxies."""
