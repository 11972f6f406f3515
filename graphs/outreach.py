"""The graph by which a companion writes first: most of its runs end without a word or a model."""

from langgraph.graph import END, START, StateGraph

from nodes.outreach.check_message import check_message, way_after_check
from nodes.outreach.load_standing import load_standing
from nodes.outreach.plan_look import plan_look
from nodes.outreach.recall_occasion import recall_occasion
from nodes.outreach.send_message import send_message
from nodes.outreach.state import OutreachContext, OutreachInput, OutreachOutput, OutreachState
from nodes.outreach.weigh_reasons import way_after_weighing, weigh_reasons
from nodes.outreach.write_message import write_message

builder = StateGraph(
    OutreachState,
    context_schema=OutreachContext,
    input_schema=OutreachInput,
    output_schema=OutreachOutput,
)

builder.add_node("load_standing", load_standing)
builder.add_node("weigh_reasons", weigh_reasons)
builder.add_node("recall_occasion", recall_occasion)
builder.add_node("write_message", write_message)
builder.add_node("check_message", check_message)
builder.add_node("send_message", send_message)
builder.add_node("plan_look", plan_look)

builder.add_edge(START, "load_standing")
builder.add_edge("load_standing", "weigh_reasons")
builder.add_conditional_edges(
    "weigh_reasons",
    way_after_weighing,
    {"worth it": "recall_occasion", "nothing": "plan_look"},
)
builder.add_edge("recall_occasion", "write_message")
builder.add_edge("write_message", "check_message")
builder.add_conditional_edges(
    "check_message", way_after_check, {"send": "send_message", "nothing": "plan_look"}
)
builder.add_edge("send_message", "plan_look")
builder.add_edge("plan_look", END)

graph = builder.compile(name="outreach")
