"""
STUB.

Imports: deploy, errors, model.
"""

from __future__ import annotations

from backfile.deploy.remote import Remote, Shipment


def GitBranch(shipment: Shipment) -> Remote:
    """Return the remote."""
    raise NotImplementedError
