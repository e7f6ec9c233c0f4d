"""The business's own outcomes and tags: the lists, and what a contact has of them."""
