"""Who gets a contact: the draw, the limit that holds, the queue, and the weights behind them."""
