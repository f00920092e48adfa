"""Points on a square of the screen, codes along a basis, normal distributions seen on a plane, by NumPy and SciPy."""

from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree
from scipy.spatial.transform import Rotation

COUNT, SIDE = 300, 540.0
MARGIN, DISTANCE, DEEPEST = 0.92, 4.0, 1.2  # what is said in web/map/camera.js and projection.js
CAMERAS = (
    {"x": 0.0, "y": 0.0, "zoom": 1.0, "yaw": 0.5, "pitch": 0.35},
    {"x": 0.3, "y": -0.7, "zoom": 2.5, "yaw": -2.0, "pitch": 1.5},
    {"x": -1.0, "y": 0.1, "zoom": 0.5, "yaw": 4.0, "pitch": -0.9},
)


def make(_folder: Path) -> dict:
    random = np.random.default_rng(0)
    flat, deep = (random.normal(1, (3, 2, 1)[:d], (COUNT, d)).astype(np.float32) for d in (2, 3))
    return {
        "side": SIDE,
        "rotations": [rotation(camera).as_matrix().ravel().tolist() for camera in CAMERAS],
        "flat": views(flat),
        "deep": views(deep),
        "hits": hits(random),
        "landing": landing(random),
        "chosen": {"total": 10_000, "count": 700, "numbers": (np.arange(700) * 10_000 // 700).tolist()},
    }


def rotation(camera: dict) -> Rotation:
    """About the vertical axis, then about the horizontal one; both stay where they are."""
    return Rotation.from_euler("yx", [camera["yaw"], camera["pitch"]])


def views(points: np.ndarray) -> dict:
    low, high = points.min(0).astype(float), points.max(0).astype(float)
    centre, radius = (low + high) / 2, ((high - low) / 2).max()
    within = (points - centre) / radius
    seen = [view(within, camera) for camera in CAMERAS]
    return {"points": points.ravel().tolist(), "centre": centre.tolist(), "radius": radius, "views": seen}


def view(within: np.ndarray, camera: dict) -> dict:
    """On the screen, by a perspective of homogeneous coordinates where there is depth."""
    reach = SIDE / 2 * MARGIN * camera["zoom"]
    toward = np.zeros(len(within))
    if within.shape[1] == 3:
        turned = rotation(camera).apply(within)
        toward = turned[:, 2]
        within = turned[:, :2] / (1 - toward[:, None] / DISTANCE)
    middle = SIDE / 2 + reach * np.array([-camera["x"], camera["y"]])
    screen = middle + reach * within * [1, -1]
    depth = np.clip((toward + DEEPEST) / (2 * DEEPEST), 0, 1)
    return {"camera": camera, "screen": screen.ravel().tolist(), "depth": depth.tolist()}


def hits(random: np.random.Generator) -> dict:
    screen, places = random.uniform(0, SIDE, (COUNT, 2)), random.uniform(0, SIDE, (200, 2))
    reach = 14.0
    distances, nearest = cKDTree(screen).query(places)
    found = np.where(distances <= reach, nearest, -1)
    return {"screen": screen.ravel().tolist(), "places": places.tolist(), "reach": reach, "nearest": found.tolist()}


def landing(random: np.random.Generator) -> dict:
    basis, codes = random.normal(size=(8, 2)), random.normal(size=(20, 8))
    mean, variance = codes[0], random.uniform(0.01, 2, 8)
    covariance = basis.T @ np.diag(variance) @ basis
    return {
        "basis": basis.tolist(),
        "codes": codes.ravel().tolist(),
        "points": (codes @ basis).ravel().tolist(),
        "mean": mean.tolist(),
        "variance": variance.tolist(),
        "point": (basis.T @ mean).tolist(),
        "covariance": covariance.tolist(),
        "precision": np.linalg.inv(covariance).tolist(),
    }
