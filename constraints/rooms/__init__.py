"""Rules about rooms and grounds: kinds and places."""
