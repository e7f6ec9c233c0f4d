"""What every answer tells a browser: nothing from elsewhere runs here, nothing here is for other pages."""

RULES = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def make_headers(images: str = "'self'", frames: str = "'none'") -> dict[str, str]:
    """The headers of a page; `images`: where pictures may come from, `frames`: who may show it in a frame."""
    policy = (
        "default-src 'none'",
        *(f"{what}-src 'self'" for what in ("script", "style", "media", "connect")),
        f"img-src {images}",
        "base-uri 'none'",
        "form-action 'none'",
        f"frame-ancestors {frames}",
    )
    return {"Content-Security-Policy": "; ".join(policy), **RULES}
