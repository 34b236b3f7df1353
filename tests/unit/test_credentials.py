from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brickform.credentials import holds_credential, is_credential, line_holds_credential

# put together here, so that no scanner takes this file for a leak
HEX = "0123456789abcdef" * 2
LETTERS = "aB3" * 40
SHAPES = [
    "dapi" + HEX,
    "dapi" + HEX + "-2",
    "dose" + HEX,
    "AKIA" + "IOSFODNN7EXAMPLE",
    "eyJ" + LETTERS + ".eyJ" + LETTERS + "." + LETTERS,
    "-----BEGIN RSA " + "PRIVATE KEY-----",
    "-----BEGIN " + "PRIVATE KEY-----",
    LETTERS[:86] + "==",
    "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=" + LETTERS[:86] + "==",
    "Endpoint=sb://x.servicebus.windows.net/;SharedAccessKey=" + LETTERS[:43] + "=",
    "https://acct.blob.core.windows.net/c/x.sh?sv=2022-11-02&sig=" + LETTERS[:43] + "%3D",
    "abc8Q~" + LETTERS[:34],
    "ghp_" + LETTERS[:36],
    "github_pat_" + LETTERS[:40],
    "glpat-" + LETTERS[:20],
    "xoxb-" + LETTERS[:24],
    "https://hooks.slack.com/services/T0/B0/" + LETTERS[:24],
    "AIza" + LETTERS[:35],
    "sk-" + LETTERS[:48],
    "sk-proj-" + LETTERS[:48],
    "hf_" + "abcDEF" * 6,
    "pypi-AgE" + LETTERS[:60],
    "Authorization: Bearer " + LETTERS[:30],
    "https://reader:hunter2@pypi.example.com/simple",
    "https://:hunter2@pypi.example.com/simple",
    "postgresql://app:hunter2@db.example.com:5432/x",
    "jdbc:postgresql://db:5432/x?user=app&password=hunter2",
    "jdbc:databricks://host:443;AuthMech=3;UID=token;PWD=hunter2",
    'PlainLoginModule required username="u" password="hunter2";',
    "fs.s3a.secret_access_key=" + LETTERS[:40],
]
NAMED = [
    ("password", "hunter2"),
    ("password", 12345),
    ("spark.hadoop.javax.jdo.option.ConnectionPassword", "hunter2"),
    ("spark.ssl.keyPassword", "x"),
    ("DB_PASSWORD_2", "hunter2"),
    ("spark.hadoop.fs.s3a.secret.key", LETTERS[:40]),
    ("spark.hadoop.fs.s3a.access.key", "some-access-key"),
    ("fs.azure.account.oauth2.client.secret.acct.dfs.core.windows.net", LETTERS[:40]),
    ("fs.azure.sas.fixed.token.acct.dfs.core.windows.net", "not-a-known-shape"),
    ("AWS_SECRET_ACCESS_KEY", LETTERS[:40]),
    ("AWS_SESSION_TOKEN", LETTERS[:100]),
    ("OPENAI_API_KEY", "not-a-known-shape"),
    ("apiKey", "not-a-known-shape"),
    ("client-secret", "not-a-known-shape"),
    ("GITHUB_TOKEN", "not-a-known-shape"),
    ("log_analytics_primary_key", "not-a-known-shape"),
]
INNOCENT = [
    ("spark.databricks.passthrough.enabled", "true"),
    ("fs.azure.account.auth.type.acct.dfs.core.windows.net", "OAuth"),
    (
        "fs.azure.account.oauth.provider.type.acct.dfs.core.windows.net",
        "org.apache.hadoop.fs.azurebfs.oauth2.ClientCredsTokenProvider",
    ),
    (
        "fs.azure.account.oauth2.client.endpoint.acct.dfs.core.windows.net",
        "https://login.microsoftonline.com/3e1d/oauth2/token",
    ),
    ("fs.azure.account.oauth2.client.id.acct.dfs.core.windows.net", "9b5f6f3c-6b7a-4a51-9a8e-0c4cbe7b1d11"),
    ("fs.azure.account.key.acct.blob.core.windows.net", "{{secrets/storage/key}}"),
    ("fs.s3a.aws.credentials.provider", "com.amazonaws.auth.InstanceProfileCredentialsProvider"),
    ("spark.redaction.regex", "(?i)secret|password|token|access[.]key"),
    ("max_tokens", 100),
    ("max_token", "100"),
    ("token", "12345678"),
    ("token", True),
    ("token_id", "3f0a9d6c1b"),
    ("token_type", "bearer"),
    ("pad_token", "[PADDING]"),
    ("eos_token", "<|endoftext|>"),
    ("tokenizer", "bert-base-uncased"),
    ("TOKENIZERS_PARALLELISM", "false"),
    ("secret_scope", "production-scope"),
    ("secret_name", "warehouse-password"),
    ("API_KEY", "OPENAI_API_KEY"),
    ("api_key", "${API_KEY_OF_PROD}"),
    ("password", "{{secrets/scope/key}}"),
    ("password", "{{ env_var('PASSWORD') }}"),
    ("password", "<password>"),
    ("password", "********"),
    ("password", ""),
    ("password", "  "),
    ("password", None),
    ("password", True),
    ("private_key", "/Volumes/main/default/keys/key.pem"),
    ("private_key", "dbfs:/keys/key.pem"),
    ("token", "https://login.example.com/oauth2/token"),
    ("password_file", "secret.txt"),
    ("primary_key", "customer_account_id"),
    ("unique_key", "order_id"),
    ("job_cluster_key", "small_cluster"),
    ("task_key", "inner_notebook"),
    ("environment_key", "forecasting"),
    ("index_url", "https://pypi.example.com:8443/simple"),
    ("index_url", "https://user:${PIP_PASSWORD}@pypi.example.com/simple"),
    ("url", "git+ssh://git@github.com/acme/x.git"),
    ("path", "abfss://raw@acct.dfs.core.windows.net/in"),
    ("path", "s3://bucket/a:b/c@d"),
    ("integrity", "sha512-" + LETTERS[:86] + "=="),
    ("package", "sk-learn-contrib-something-or-other"),
    ("comment", "the password is in the scope 'shop'"),
]


@pytest.mark.parametrize("text", SHAPES)
def test_a_credential_is_known_by_its_shape(text: str) -> None:
    assert holds_credential(text)
    assert is_credential("description", text)
    assert line_holds_credential(f"    - {text}")


@pytest.mark.parametrize(("key", "value"), NAMED)
def test_a_credential_is_known_by_what_it_is_called(key: str, value: object) -> None:
    assert is_credential(key, value)
    assert not is_credential("comment", value)
    assert line_holds_credential(f'      "{key}": "{value}"  # mine')
    assert line_holds_credential(f"  {key}: {value}")
    assert line_holds_credential(f"    dbt.config(x={{'a': 1, '{key}': '{value}'}})")


@pytest.mark.parametrize(("key", "value"), INNOCENT)
def test_what_only_sounds_like_a_credential_is_none(key: str, value: object) -> None:
    assert not is_credential(key, value)
    assert not line_holds_credential(f'  {key}: "{"" if value is None else value}"')


@given(
    before=st.text(string.printable, max_size=40),
    token=st.text("0123456789abcdef", min_size=32, max_size=32),
    after=st.text(string.whitespace + string.punctuation.replace("_", ""), max_size=5),
)
def test_a_token_is_found_anywhere_in_a_text(before: str, token: str, after: str) -> None:
    assert holds_credential(f"{before} dapi{token}{after}")


WORDS = st.text(string.ascii_letters + string.digits + "_.-", max_size=30)


@given(prefix=WORDS, scope=WORDS, secret=WORDS, name=st.sampled_from([key for key, _ in NAMED]))
def test_a_reference_is_the_right_way(prefix: str, scope: str, secret: str, name: str) -> None:
    assert not is_credential(f"{prefix}.{name}", f"{{{{secrets/{scope}/{secret}}}}}")


@given(key=WORDS, value=st.one_of(st.none(), st.booleans(), st.text(string.whitespace)))
def test_a_flag_and_an_empty_value_are_no_credentials(key: str, value: object) -> None:
    assert not is_credential(key, value)


@given(words=st.lists(st.text(string.ascii_lowercase, min_size=1, max_size=12), min_size=1, max_size=8))
def test_plain_words_have_no_shape_of_a_credential(words: list[str]) -> None:
    assert not any(holds_credential(sign.join(words)) for sign in (" ", "-", "_", ".", "/", "=", "@", ":"))


@given(value=st.text(), key=st.sampled_from(["name", "spark.sql.shuffle.partitions", "token_count", "alias"]))
def test_other_names_make_no_credential_of_a_text_without_a_shape(key: str, value: str) -> None:
    assert is_credential(key, value) == holds_credential(value)


@pytest.mark.parametrize("part", ["a", "eyJ-", "://", "AKIA", "a=", "://a:", "-----BEGIN A ", "x.", '"k": '])
def test_a_long_text_is_searched_once(part: str) -> None:
    assert not line_holds_credential(part * 100_000)
