"""Files that members send: judged by their content, looked at for viruses, handed out by one door."""
