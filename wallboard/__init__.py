"""Wallboard: the organisation’s view of its cases, appointments and queues, on the office wall."""
