"""What a wheel needs that is not in git: the module, which `npm run build` in the repository puts into the package."""

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ModuleHook(BuildHookInterface):
    """Stops the build where the module is missing."""

    def initialize(self, version: str, build_data: dict) -> None:
        """Called by hatchling before anything is built."""
        module = Path(self.root, "src/catscore/catscore.wasm")
        if not module.is_file():
            raise FileNotFoundError(f"{module} is missing: first run `npm run build` in catscore's repository")
