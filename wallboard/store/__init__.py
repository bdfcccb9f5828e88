"""What outlives a process: the cache of the sources' rows and the journal of views."""
