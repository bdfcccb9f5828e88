"""What the rows say: lead times, on time, flow, queue ages; pure functions over the case book."""
