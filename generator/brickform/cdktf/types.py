"""The types of the constructs, for type checkers: those of the CDK that is installed, or of both."""

from __future__ import annotations

from cdktf_cdktf_provider_databricks import cluster as cdktf_cluster
from cdktf_cdktf_provider_databricks import job as cdktf_job
from cdktf_cdktf_provider_databricks import notebook as cdktf_notebook
from cdktf_cdktf_provider_databricks import permissions as cdktf_permissions
from cdktn_provider_databricks import cluster as cdktn_cluster
from cdktn_provider_databricks import job as cdktn_job
from cdktn_provider_databricks import notebook as cdktn_notebook
from cdktn_provider_databricks import permissions as cdktn_permissions

Cluster = cdktn_cluster.Cluster | cdktf_cluster.Cluster
Job = cdktn_job.Job | cdktf_job.Job
Notebook = cdktn_notebook.Notebook | cdktf_notebook.Notebook
Permissions = cdktn_permissions.Permissions | cdktf_permissions.Permissions
