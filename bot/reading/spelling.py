"""How typed words are compared, whatever letters and spaces somebody's fingers have chosen."""


def fold_typed(text: str) -> str:
    """Return words in small letters, a space apart; many write е for ё."""
    return " ".join(text.casefold().replace("ё", "е").split())
