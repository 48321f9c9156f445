"""converse.py HTTP_PORT GRPC_PORT: one line of JSON for each check; the exit status is 1 if one failed."""

import json
import os
import sys
import traceback
import warnings

http_port, grpc_port = sys.argv[1:3]
os.environ["DAPR_HTTP_PORT"] = http_port
os.environ["DAPR_GRPC_PORT"] = grpc_port
warnings.simplefilter("ignore")

import grpc  # noqa: E402

# The client reads the environment when it is imported.
from dapr.clients import DaprClient  # noqa: E402
from dapr.clients.grpc.conversation import (  # noqa: E402
    ConversationInput,
    ConversationInputAlpha2,
    ConversationMessage,
    ConversationMessageContent,
    ConversationMessageOfTool,
    ConversationMessageOfUser,
    ConversationTools,
    ConversationToolsFunction,
)


def user(text):
    content = [ConversationMessageContent(text=text)]
    return ConversationMessage(of_user=ConversationMessageOfUser(content=content))


def the_first_version_repeats(client):
    answer = client.converse_alpha1(
        "echo",
        [ConversationInput(content="my mail is a@b.org", role="user", scrub_pii=True)],
        context_id="c",
        temperature=0.5,
    )
    assert answer.context_id == "c", answer
    assert [output.result for output in answer.outputs] == ["my mail is <EMAIL_ADDRESS>"], answer


def the_second_version_takes_turns(client):
    result = ConversationMessageOfTool(
        tool_id="t1", name="weather", content=[ConversationMessageContent(text="sunny")]
    )
    answer = client.converse_alpha2(
        "echo",
        [ConversationInputAlpha2(messages=[user("hello"), ConversationMessage(of_tool=result)])],
    )
    choice = answer.outputs[0].choices[0]
    expected = "hello\nTool Response for tool ID 't1' with name 'weather': sunny"
    assert choice.message.content == expected, choice
    assert answer.outputs[0].usage.total_tokens == 22, answer.outputs[0].usage


def tools_are_called(client):
    schema = {"type": "object", "properties": {"city": {"type": "string"}}}
    tool = ConversationTools(function=ConversationToolsFunction(name="weather", parameters=schema))
    answer = client.converse_alpha2(
        "echo",
        [ConversationInputAlpha2(messages=[user("hi")])],
        tools=[tool],
        tool_choice="weather",
    )
    choice = answer.outputs[0].choices[0]
    assert choice.finish_reason == "tool_calls", choice
    assert choice.message.tool_calls[0].function.name == "weather", choice


def what_is_not_there_is_named(client):
    try:
        client.converse_alpha2("none", [ConversationInputAlpha2(messages=[user("hi")])])
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.INVALID_ARGUMENT, error.code()
        assert error.details() == "failed finding conversation component none", error.details()
        return
    raise AssertionError("not refused")


CHECKS = [
    the_first_version_repeats,
    the_second_version_takes_turns,
    tools_are_called,
    what_is_not_there_is_named,
]


def main():
    failed = False
    with DaprClient() as client:
        for check in CHECKS:
            line = {"check": check.__name__, "ok": True}
            try:
                check(client)
            except Exception:
                failed = True
                line = {"check": check.__name__, "ok": False, "error": traceback.format_exc()}
            print(json.dumps(line), flush=True)
    sys.exit(1 if failed else 0)


main()
