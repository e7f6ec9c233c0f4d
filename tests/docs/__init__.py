"""What the pages say is what the product does: every command, block, table and link of them."""
