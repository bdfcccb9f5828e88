"""What a `rest` source is told: requests as data, paging, what changed since, and how it is all read."""
