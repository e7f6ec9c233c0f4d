"""What operators answer again and again: the business's own texts, and sending them."""
