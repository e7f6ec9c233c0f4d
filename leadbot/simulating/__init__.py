"""`leadbot simulate`: a made-up business that lives, or a change that is tried on what really came."""
