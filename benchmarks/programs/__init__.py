"""Programs that benchmarks run beside ours: a local Telegram, and the least that a bot or an API can be."""
