"""How rows become counts: here in batches, or by the engine that holds them."""
