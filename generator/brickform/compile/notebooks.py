"""The notebook of one model: where it lies and what it holds."""

from __future__ import annotations

from brickform.compile.libraries import Packages
from brickform.compile.lifecycle import previous_keys
from brickform.compile.model import Notebook
from brickform.compile.names import notebook_path, resource_key
from brickform.diagnostics import Diagnostics
from brickform.notebook.build import build_notebook
from brickform.resolve.project import ResolvedModel, ResolvedProject


def compile_notebook(
    model: ResolvedModel, project: ResolvedProject, packages: Packages, problems: Diagnostics
) -> Notebook:
    body, found = build_notebook(
        model,
        packages=packages.notebook_requirements,
        index_url=packages.index_url,
        restart_python=packages.restart_python,
    )
    problems.extend(found)
    in_user_folder = model.config.get("user_folder_for_python")
    return Notebook(
        key=resource_key(model, project.name),
        path=notebook_path(project.name, project.target.name, model.relation),
        body=body,
        models=(model.unique_id,),
        source=model.source,
        shared=in_user_folder is not None and in_user_folder.value is False,
        previous_keys=previous_keys(model.config),
    )
