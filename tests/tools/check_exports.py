"""Checks what `wirefold export` writes with libraries of others: W3C PROV with `prov`, graphs with `networkx`, and PROV-JSON
against the schema of its W3C submission with `jsonschema`, where that is installed.

    pip install prov networkx jsonschema
    python tests/tools/check_exports.py WIREFOLD VERDICTS ARTICLES

`prov` checks the constraints of PROV-CONSTRAINTS on keys and types (22, 23, 53 to 55); those on the order of events are in
tests/prov_is_valid.rs.

Exit code 0: all hold; 1: one does not; 77: the libraries are not installed, nothing was checked.
"""

import csv
import importlib.resources
import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import networkx
    from prov.constants import PROV_ATTRIBUTION, PROV_DERIVATION
    from prov.model import ProvAgent, ProvDocument, ProvEntity
except ImportError as missing:
    print(f"not checked: {missing}; pip install prov networkx jsonschema")
    sys.exit(77)

try:
    import jsonschema
except ImportError:
    jsonschema = None


def check(holds, what):
    if not holds:
        print(f"fails: {what}")
        sys.exit(1)


def schema(text):
    """The document is as the schema of the PROV-JSON submission says, a copy of which `prov` has."""
    path = importlib.resources.files("prov") / "tests" / "schemas" / "prov-json.schema.json"
    if jsonschema is None or not path.is_file():
        return "schema not checked: pip install 'prov>=3.2' jsonschema"
    rules = json.loads(path.read_text(encoding="utf-8"))
    faults = list(jsonschema.validators.validator_for(rules)(rules).iter_errors(json.loads(text)))
    check(not faults, f"the schema of PROV-JSON: {[fault.message for fault in faults[:3]]}")
    return "as its schema says"


def prov(text):
    """The document is read, holds to the constraints that are checked here, and survives the way to PROV-N and back."""
    document = ProvDocument.deserialize(content=text, format="json")
    again = ProvDocument.deserialize(content=document.serialize(format="json"), format="json")
    check(again == document, "the document is the same after it was written and read once more")
    in_words = ProvDocument.deserialize(content=document.get_provn(), format="provn")
    check(in_words == document, "the document is the same after it was written in PROV-N and read once more")
    flat = document.unified()
    entities = {str(e.identifier) for e in flat.get_records(ProvEntity)}
    agents = {str(a.identifier) for a in flat.get_records(ProvAgent)}
    derived = {}
    for relation in flat.get_records():
        ends = [str(value) for _, value in relation.formal_attributes if value is not None]
        if relation.get_type() == PROV_DERIVATION:
            generated, used = ends[:2]
            check(generated in entities and used in entities, f"{generated} from {used}: both are entities")
            check(generated != used, f"{generated} is not derived from itself")
            derived.setdefault(generated, set()).add(used)
        if relation.get_type() == PROV_ATTRIBUTION:
            check(ends[0] in entities and ends[1] in agents, f"{ends[0]} to {ends[1]}: an entity to an agent")
    graph = networkx.DiGraph([(a, b) for a, all_b in derived.items() for b in all_b])
    check(networkx.is_directed_acyclic_graph(graph), "nothing is derived from what is derived from it")
    return f"{len(entities)} entities, {len(agents)} agents, {graph.number_of_edges()} derivations; {schema(text)}"


def graph(read):
    def checked(text):
        with tempfile.NamedTemporaryFile("w", suffix=".xml", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            found = read(file.name)
        check(found.number_of_nodes() > 0, "the graph has nodes")
        return f"{found.number_of_nodes()} nodes, {found.number_of_edges()} edges"

    return checked


def read_gexf(path):
    """GEXF 1.3 has four forms of time, of which networkx does not know `dateTime`."""
    text = Path(path).read_text(encoding="utf-8").replace('timeformat="dateTime"', 'timeformat="date"')
    Path(path).write_text(text, encoding="utf-8")
    return networkx.read_gexf(path, version="1.3")


def table(text):
    rows = list(csv.DictReader(io.StringIO(text)))
    check(all(0 <= float(row["confidence"]) <= 1 for row in rows), "confidences lie in [0, 1]")
    return f"{len(rows)} edges"


def ninjs(text):
    items = [json.loads(line) for line in text.splitlines()]
    check(all(item["uri"] and item["standard"]["name"] == "ninjs" for item in items), "every item has its URI")
    return f"{len(items)} items"


def main(wirefold, verdicts, articles):
    checks = {
        "prov-json": prov,
        "graphml": graph(networkx.read_graphml),
        "gexf": graph(read_gexf),
        "csv": table,
        "ninjs": ninjs,
    }
    for form, holds in checks.items():
        command = [wirefold, "export", verdicts, "--in", articles, "--format", form]
        text = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
        print(f"{form}: {holds(text)}")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*map(str, map(Path, sys.argv[1:])))
