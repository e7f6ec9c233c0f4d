"""Our tests; a package, so that `tests.sandbox` and `sandbox` stay two things."""
