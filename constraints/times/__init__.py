"""Rules about times: fixed, forbidden, preferred, start windows."""
