"""Photos of visits on the laptop: the questionnaire takes them in and reads them back through the services."""

from __future__ import annotations

from pathlib import Path

from fieldapp.services import photos
from fieldapp.services.workspace import Workspace


class KeptPhotos:
    """The photos of one draft."""

    def __init__(self, workspace: Workspace, draft_id: str = "") -> None:
        self.workspace, self.draft_id = workspace, draft_id

    def take(self, path: Path) -> str:
        """Take a file in and return its id; raises what :func:`fieldapp.services.photos.take_in` raises."""
        return photos.take_in(self.workspace, path, draft_id=self.draft_id).sha

    def read(self, sha: str) -> bytes:
        """Return the JPEG of a photo; raises PHOTO_MISSING, PHOTO_DAMAGED."""
        return photos.photo_bytes(self.workspace, sha)
