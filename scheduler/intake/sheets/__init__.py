"""The plan's sheets, one module each: cells in, plain rows out; what they mean together is made elsewhere."""
