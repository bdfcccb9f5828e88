"""What a panel can show, as plain data: no third-party import, JSON both ways."""
