"""Every kind of problem that brickform reports, in one table.

BF1xx reading · BF2xx resolving · BF3xx the shape of a model · BF4xx compiling and checks over the
whole project · BF5xx what an output cannot carry · BF6xx the output folder · BF7xx runs in a workspace.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from brickform.diagnostics import Code, Severity

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

# --- BF1xx reading -----------------------------------------------------------------------------
FILE_UNREADABLE = Code("BF101", _ERROR, "a file is missing or cannot be read")
YAML_SYNTAX = Code("BF102", _ERROR, "a file is not valid YAML")
DUPLICATE_KEY = Code("BF103", _ERROR, "a key is written twice")
KEY_NOT_TEXT = Code("BF104", _ERROR, "a key is not text")
YAML_VALUE = Code("BF105", _ERROR, "a YAML value that a config cannot hold")
YAML_LIMIT = Code("BF106", _ERROR, "a YAML file that nests, grows or goes wrong without end")
PYTHON_SYNTAX = Code("BF107", _ERROR, "a model is not valid Python")
MODEL_FUNCTION = Code("BF108", _ERROR, "a model without the one function that dbt calls")
NOT_A_LITERAL = Code("BF109", _ERROR, "an argument of a dbt call that has to be written out")
DBT_CALL = Code("BF110", _ERROR, "a dbt call with arguments that it does not take")
CONDITIONAL_CONFIG = Code("BF111", _WARNING, "dbt.config in a branch, where dbt reads every branch")
EMPTY_MODEL = Code("BF112", _WARNING, "a model file without code")
NO_PROJECT = Code("BF113", _ERROR, "no project where one was looked for")
PROJECT_SHAPE = Code("BF114", _ERROR, "a project or property file of the wrong shape")
ENTRY_WITHOUT_FILE = Code("BF115", _WARNING, "a property entry that no file belongs to")
DUPLICATE_MODEL = Code("BF116", _ERROR, "two files or entries have one name")
NAMES_BY_MACRO = Code("BF117", _ERROR, "a macro decides the names of tables")
MODELS_BESIDE_DBT = Code("BF118", _ERROR, "models in brickform.yml beside a dbt project")
MANIFEST_UNUSABLE = Code("BF119", _ERROR, "a manifest that cannot be read, or is of another kind")
MANIFEST_SHAPE = Code("BF120", _ERROR, "an entry of a manifest that lacks what dbt writes")
MANIFEST_OUTDATED = Code("BF121", _WARNING, "a model that changed after the manifest was made")
MANIFEST_WITHOUT_PYTHON = Code("BF122", _INFO, "a manifest without Python models")
OUTPUT_AMONG_MODELS = Code("BF123", _ERROR, "an output folder whose files would be read as models")
NOTEBOOK_CODE = Code("BF124", _ERROR, "a line of a notebook in the code of a model")
DBT_RENAMED = Code("BF125", _WARNING, "dbt under another name, by which no call is found")
LITERAL_LIMIT = Code("BF126", _ERROR, "a Python literal that nests or goes wrong without end")
LOOKS_LIKE_SPACE = Code("BF127", _ERROR, "a YAML key with a character that looks like a space")
PACKAGES_NOT_INSTALLED = Code("BF128", _WARNING, "packages of a dbt project that are not installed")

# --- BF2xx resolving ---------------------------------------------------------------------------
UNKNOWN_TARGET = Code("BF201", _ERROR, "the target does not exist")
NO_TARGET = Code("BF202", _ERROR, "a dbt project without a target")
TARGET_SETTING = Code("BF203", _ERROR, "a setting of a target that cannot be used")
TARGET_HOST = Code("BF204", _WARNING, "the host of a target stays out of the outputs")
UNKNOWN_VAR = Code("BF205", _ERROR, "a var that is not defined")
VAR_BY_PATH = Code("BF206", _INFO, "a var found by its path, where dbt finds none")
VAR_IN_PROJECT_FILE = Code("BF207", _INFO, "a var of dbt_project.yml used in dbt_project.yml")
UNKNOWN_ENV_VAR = Code("BF208", _ERROR, "an environment variable that is not set")
SECRET_ENV_VAR = Code("BF209", _ERROR, "a secret environment variable outside profiles.yml")
TEMPLATE_SYNTAX = Code("BF210", _ERROR, "Jinja that cannot be parsed")
UNDEFINED_NAME = Code("BF211", _ERROR, "a name that Jinja does not know")
TEMPLATE_FAILED = Code("BF212", _ERROR, "Jinja that cannot be rendered")
DATABRICKS_REFERENCE = Code("BF213", _ERROR, "a reference of Databricks that Jinja would read")
CONFIG_SHAPE = Code("BF214", _ERROR, "a part of the configuration that is no mapping")
CATALOG_TWICE = Code("BF215", _ERROR, "catalog and database in one place")
MISSING_PLUS = Code("BF216", _WARNING, "a config in dbt_project.yml that dbt reads as a folder")
WITHOUT_EFFECT = Code("BF217", _WARNING, "a setting that dbt does not apply to Python models")
UNKNOWN_OVERRIDE = Code("BF218", _ERROR, "an override for a model that does not exist")
MATERIALIZATION = Code("BF219", _ERROR, "a materialization that Python models do not have")
UNKNOWN_REF = Code("BF220", _ERROR, "a ref to a node that does not exist")
REF_WITHOUT_TABLE = Code("BF221", _ERROR, "a ref to a node whose table is not known")
UNKNOWN_SOURCE = Code("BF222", _ERROR, "a source that is not declared")
SELECTOR = Code("BF223", _ERROR, "a selector that cannot be understood")
SELECTS_NOTHING = Code("BF224", _WARNING, "a selector that fits no model")
NOTHING_SELECTED = Code("BF225", _ERROR, "the selection is empty")
MANIFEST_OF_OTHER_TARGET = Code("BF226", _ERROR, "a manifest that was made for another target")
MANIFEST_TARGET_UNKNOWN = Code("BF227", _INFO, "a manifest that does not show its target")
TEMPLATE_LIMIT = Code("BF228", _ERROR, "Jinja that works or grows without end")
OTHER_ADAPTER = Code("BF229", _ERROR, "a target of another adapter than Databricks'")
TABLE_NAME = Code("BF230", _ERROR, "a part of a table's name that is not text")

UNKNOWN_CODE = Code("BF290", _ERROR, "a code to silence that does not exist")
ERROR_SILENCED = Code("BF291", _ERROR, "an error that is to be silenced")

# --- BF3xx the shape of a model ----------------------------------------------------------------
SCHEMA_VIOLATION = Code("BF301", _ERROR, "a value does not fit the schema")
UNKNOWN_KEY = Code("BF302", _ERROR, "a key that the schema does not know")
MISSING_KEY = Code("BF303", _ERROR, "a required key is missing")
WRONG_TYPE = Code("BF304", _ERROR, "a value of the wrong type")
UNKNOWN_VALUE = Code("BF305", _ERROR, "a word that is none of the allowed ones")
NOT_ONE_PRINCIPAL = Code("BF306", _ERROR, "no principal, or several in one place")
LIKELY_TYPO = Code("BF307", _WARNING, "an unknown key that is close to a known one")
EXCLUSIVE_KEYS = Code("BF308", _ERROR, "keys that exclude each other")
NO_ALTERNATIVE = Code("BF309", _ERROR, "none of several keys, of which one is needed")
OVER_LIMIT = Code("BF310", _ERROR, "more, or longer, than the workspace takes")
ALLOWED_FIELD = Code("BF311", _WARNING, "a key that the schema does not know, and allow_fields lets pass")
UNUSED_ALLOW_FIELD = Code("BF312", _INFO, "an entry of allow_fields that fits no unknown key")

# --- BF4xx compiling, and checks over the whole project ------------------------------------------
COMPUTE_CONFLICT = Code("BF401", _WARNING, "more than one compute is given for a task")
NOTEBOOK_ENVIRONMENT = Code("BF402", _WARNING, "an environment for a notebook task")
LIBRARY_ON_SERVERLESS = Code("BF403", _ERROR, "libraries on serverless compute")
MAIN_TASK_KIND = Code("BF404", _ERROR, "the main task is given another kind of task")
ADMINS_GRANTED = Code("BF405", _WARNING, "a grant to the group of admins")
NOT_DEPLOYED = Code("BF406", _INFO, "a model of a one-time submission method")
NOT_SUBMITTED = Code("BF407", _INFO, "a setting that a one-time run has no place for")
JOB_CLUSTER_REQUIRED = Code("BF408", _ERROR, "a job_cluster model without job_cluster_config")
CLUSTER_REQUIRED = Code("BF409", _ERROR, "an all_purpose_cluster model without a cluster")
DUPLICATE_RESOURCE_KEY = Code("BF410", _ERROR, "two resources have one key")
DUPLICATE_JOB_NAME = Code("BF411", _ERROR, "two jobs have one name")
DUPLICATE_NOTEBOOK_PATH = Code("BF412", _ERROR, "two notebooks have one path")
ADOPTED_TWICE = Code("BF413", _ERROR, "one existing job is adopted twice")
DUPLICATE_TASK_KEY = Code("BF414", _ERROR, "two tasks of a job have one key")
UNKNOWN_TASK = Code("BF415", _ERROR, "a task depends on a task that does not exist")
UNKNOWN_JOB_CLUSTER = Code("BF416", _ERROR, "a task names a job cluster that is not defined")
SEVERAL_COMPUTES = Code("BF417", _ERROR, "a task names more than one compute")
UNKNOWN_ENVIRONMENT = Code("BF418", _ERROR, "a task names an environment that is not defined")
TASK_CYCLE = Code("BF419", _ERROR, "the tasks of a job wait for each other")
UNSAFE_CLUSTER_KEY = Code("BF430", _ERROR, "a shared cluster has a key that no resource can have")
DBT_ALSO_RUNS = Code("BF420", _INFO, "dbt would run a deployed model too")
PREVIOUS_NAME_EXISTS = Code("BF421", _ERROR, "a previous name is the name of another model today")
PREVIOUS_NAME_TWICE = Code("BF422", _ERROR, "two models had one name")
NOTEBOOK_WRITE = Code("BF440", _ERROR, "a way of writing that the deployed notebook does not have")
NOTEBOOK_IGNORES = Code("BF441", _WARNING, "a setting that the deployed notebook does not apply")
PIP_ARGUMENT = Code("BF442", _ERROR, "a text that a %pip line does not carry as it stands")
CODE_CUT = Code("BF443", _ERROR, "a cell separator cuts the code of a model")
TABLE_CONTRADICTION = Code("BF444", _ERROR, "settings of a table that cannot hold together")
ONLY_DBT_RENDERS = Code("BF445", _ERROR, "a hook or a description that only dbt can render")
OVERWRITES_EVERYTHING = Code("BF446", _WARNING, "an insert_overwrite that replaces the whole table")
DEPENDENCY_WITHOUT_EFFECT = Code("BF450", _WARNING, "a part of depends_on or run_if that changes nothing")
MISPLACED_IN_FOR_EACH = Code("BF451", _ERROR, "a setting of the wrong one of the two tasks of a loop")
DUPLICATE_DEFINITION = Code("BF452", _ERROR, "a job defines two things under one name")
UNUSED_JOB_CLUSTER = Code("BF453", _WARNING, "a job cluster that no task runs on")
LEFT_TO_SERVERLESS = Code("BF454", _INFO, "a notebook without compute beside tasks on clusters")
ENVIRONMENT_REQUIRED = Code("BF455", _ERROR, "a task that needs a cluster or an environment")
CLUSTER = Code("BF456", _ERROR, "a cluster that cannot be made")
PACKAGE_FROM_ELSEWHERE = Code("BF457", _WARNING, "a library of a cluster that is no package of an index")
SINGLE_NODE_SETTINGS = Code("BF458", _WARNING, "a cluster without workers that is no single node")
SPARK_VERSION = Code("BF459", _ERROR, "a spark_version that no cluster can have")
TIMEOUT_OF_ZERO = Code("BF460", _INFO, "a timeout of zero, which is none")
TIMEOUT_AFTER_THE_JOB = Code("BF461", _WARNING, "a task may take longer than its job")
LIMIT_OF_CONTINUOUS_JOBS = Code("BF462", _WARNING, "a setting that a continuous job cannot use")
NOTHING_TO_INSTALL = Code("BF463", _WARNING, "notebook-scoped libraries without packages")
PACKAGE = Code("BF464", _ERROR, "a package or an index that pip cannot read")
UNPINNED_PACKAGE = Code("BF465", _INFO, "a package that may be another version with each run")
DUPLICATE_PACKAGE = Code("BF466", _WARNING, "a package that is listed twice")
PACKAGES_REPLACED = Code("BF467", _WARNING, "packages that other settings replace")
CRON = Code("BF468", _ERROR, "a schedule that Quartz cannot read")
TIME_ZONE = Code("BF469", _ERROR, "a time zone that does not exist")
SECRET_IN_PLAIN_TEXT = Code("BF470", _WARNING, "a secret in plain text", confidential=True)
HOST_WITH_CREDENTIALS = Code("BF471", _ERROR, "a host with a user or a secret in it", confidential=True)
READ_AS_ANOTHER = Code("BF472", _WARNING, "a value that YAML reads as another one")
SEVERAL_OWNERS = Code("BF473", _ERROR, "a job with several owners")
GROUP_OWNS = Code("BF474", _ERROR, "a job that a group owns")
UNLIKELY_PRINCIPAL = Code("BF475", _WARNING, "a user or service principal that is written in another form")
PRINCIPAL_TWICE = Code("BF476", _INFO, "a principal with two levels")
ADOPTED_IN_DEVELOPMENT = Code("BF477", _WARNING, "an existing job in a target for development")
TABLE_NAME_REFUSED = Code("BF478", _ERROR, "the name of a table that Unity Catalog refuses")
NAME_WITH_BLANKS = Code("BF479", _WARNING, "a name with blanks or control characters")
DBT_DROPS = Code("BF480", _INFO, "a setting that dbt drops")
DBT_REFUSES = Code("BF481", _INFO, "a setting that dbt refuses")
DBT_DIFFERS = Code("BF482", _INFO, "a setting that dbt follows in another way")
OUTSIDE_CONFIG = Code("BF483", _WARNING, "a config outside config, where nothing reads it")
FOLDER_WITHOUT_MODEL = Code("BF484", _WARNING, "a folder in dbt_project.yml that no model lies in")
MODEL_PATH_MISSING = Code("BF485", _WARNING, "a model path that does not exist")
NO_PYTHON_MODEL = Code("BF486", _WARNING, "a project without Python models")
VAR_WITH_JINJA = Code("BF487", _WARNING, "a var that holds Jinja, which is not rendered")
NO_MODEL_PATH = Code("BF488", _ERROR, "none of the model paths exists")

# --- BF5xx what an output cannot carry -----------------------------------------------------------
FIELD_NOT_CARRIED = Code("BF501", _WARNING, "the output has no place for a field")
ZERO_NOT_SENT = Code("BF502", _INFO, "a zero that Terraform does not send")
NOTEBOOK_FOLDER_NOT_CARRIED = Code("BF503", _INFO, "a bundle cannot say where notebooks lie")
REFERENCE_ESCAPED = Code("BF504", _INFO, "a literal that an older databricks CLI would read as a reference")
TARGET_NOT_A_FOLDER = Code("BF505", _ERROR, "the name of a target cannot be a folder of a bundle")
VALUE_REFUSED = Code("BF507", _ERROR, "a value that the workspace takes, but not what deploys the output")
FIELD_NEEDED = Code("BF508", _ERROR, "a field that the workspace does not need, but what deploys the output")
MANY_FILES = Code("BF506", _INFO, "so many files slow the databricks CLI down")

# --- BF6xx the output folder ---------------------------------------------------------------------
FOREIGN_FILE = Code("BF601", _ERROR, "a file in the way was not written by brickform, or was edited")
OTHER_TREE = Code("BF602", _ERROR, "the output folder holds another project, format, target or layout")
LOCK_UNREADABLE = Code("BF603", _ERROR, "the lock file of the output folder cannot be understood")
PATH_BLOCKED = Code("BF604", _ERROR, "a folder, a link or a special file is where a file has to go")
LIKELY_RENAME = Code("BF605", _WARNING, "a job goes, and another with the same code comes")
SCAFFOLD_OUTDATED = Code("BF607", _WARNING, "the bundle's own file differs from the project")
SELECTION_TOO_NARROW = Code("BF606", _ERROR, "a selection that keeps the files of a job that goes")

# --- BF7xx runs in a workspace ---------------------------------------------------------------------
PACKAGES_ON_COMMAND = Code("BF701", _ERROR, "packages for a command on a cluster, which installs none")
NOT_ON_COMMAND = Code("BF702", _INFO, "a setting that a command on a cluster has no place for")


@cache
def codes_by_id() -> Mapping[str, Code]:
    """Return every code, in the order of the ids."""
    codes = (value for value in globals().values() if isinstance(value, Code))
    return {code.id: code for code in sorted(codes, key=lambda code: code.id)}


def all_codes() -> tuple[Code, ...]:
    """Return every code, by id."""
    return tuple(codes_by_id().values())
