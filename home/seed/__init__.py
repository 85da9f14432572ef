"""The content a fresh copy is born with: real facts as real pages, everything else marked as a sample."""
