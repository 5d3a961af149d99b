import zipfile
from collections.abc import Callable
from pathlib import Path

from eventbook.coders.places.places import StoredPlaces
from eventbook.coders.store.store import open_store
from eventbook.schema.session import Workplace

Run = Callable[..., tuple[int, str, str]]


def line(number: str, name: str, code: str, **more: str) -> str:
    """Write a line of a country's file of GeoNames."""
    cells = {
        "aliases": "", "lat": "36.1", "lon": "44.2", "admin1": "11", "admin2": "", "people": "0", "country": "IQ"
    } | more  # fmt: skip
    kind = {"ADM1": "A", "MT": "T"}.get(code, "P")
    return "\t".join(
        [number, name, name, cells["aliases"], cells["lat"], cells["lon"], kind, code, cells["country"], "",
         cells["admin1"], cells["admin2"], "", "", cells["people"], "", "", "Asia/Baghdad", "2026-01-01"]
    )  # fmt: skip


DUMP = [
    line("95445", "Erbil Province", "ADM1"),
    line("1", "Qush Tapa", "PPL", aliases="قوشتەپە,Kushtepe", people="4000"),
    line("2", "Qush Tapa", "PPL", lat="36.5"),
    line("3", "Safin", "MT"),
]


def test_a_countrys_file_is_imported_once_and_then_known(bare: Workplace, run: Run, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "IQ.zip", "w") as packed:
        packed.writestr("readme.txt", "about")
        packed.writestr("IQ.txt", "\n".join(DUMP) + "\n")
    code, out, err = run(bare, "places", "import", "geonames", tmp_path / "IQ.zip")
    assert (code, out) == (0, "4 new, 0 changed, 0 known already\n")
    assert "CC BY 4.0" in err
    assert (
        run(bare, "places", "import", "geonames", tmp_path / "IQ.zip")[1]
        == "0 new, 0 changed, 4 known already\n"
    )
    with open_store(bare.store).reading() as connection:
        places = StoredPlaces(connection)
        assert [place.id for place in places.find("قوشتەپە, Iraq")] == ["gn-1"]
        assert [place.id for place in places.find("Qush Tapa, Iraq")] == ["gn-1", "gn-2"]
        town, hill = places["gn-1"], places["gn-3"]
    assert (town.admin1, town.population, town.kind.value) == ("Erbil Province", 4000, "town")
    assert hill.kind.value == "area"


def test_every_faulty_line_is_named_and_nothing_is_kept(bare: Workplace, run: Run, tmp_path: Path) -> None:
    bad = [
        *DUMP,
        "only\tthree\tcells",
        line("x", "A", "PPL"),
        line("1", "B", "PPL"),
        line("9", "C", "PPL", lat="95"),
    ]
    (tmp_path / "IQ.txt").write_text("\n".join(bad), encoding="utf-8")
    code, out, err = run(bare, "places", "import", "geonames", tmp_path / "IQ.txt")
    assert code == 1
    assert [row.split(":")[1] for row in out.splitlines()] == ["5", "6", "7", "8"]
    assert "3 columns, not 19" in out
    assert "stands on line 2 already" in out
    assert "nothing was imported" in err
    assert run(bare, "places", "list")[1] == ""


def test_what_is_no_file_of_geonames_stops_the_import(bare: Workplace, run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(b"\xff\xfe\x00")
    for name, says in (("x.txt", "not UTF-8"), ("none.txt", "cannot be read")):
        code, _, err = run(bare, "places", "import", "geonames", tmp_path / name)
        assert code == 2
        assert says in err


TABLE = "village,country,y,x,other names,remark\nAuno,Nigeria,11.8447,12.9339,Awno|أونو,seen\nMafa,NGA,11.92,13.6,,\n"
MAPS = (
    "--map",
    "name=village",
    "--map",
    "latitude=y",
    "--map",
    "longitude=x",
    "--map",
    "aliases=other names",
)


def test_a_table_is_imported_by_its_header(bare: Workplace, run: Run, tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text(TABLE, encoding="utf-8")
    code, out, err = run(bare, "places", "import", "csv", tmp_path / "v.csv", *MAPS)
    assert (code, out) == (0, "2 new, 0 changed, 0 known already\n")
    assert "left out: remark" in err
    assert run(bare, "places", "import", "csv", tmp_path / "v.csv", *MAPS)[1].endswith("2 known already\n")
    with open_store(bare.store).reading() as connection:
        assert [place.id for place in StoredPlaces(connection).find("awno, Nigeria")] == ["nga-auno"]


def test_faults_of_a_table_are_told_by_line_and_nothing_is_kept(
    bare: Workplace, run: Run, tmp_path: Path
) -> None:
    rows = "name,country,latitude,longitude,within\nA,Nowhere,1,2,\nB,Uganda,north,2,\nC,Uganda,1\nD,Uganda,1,2,gone\n"
    (tmp_path / "v.csv").write_text(rows, encoding="utf-8")
    code, out, _ = run(bare, "places", "import", "csv", tmp_path / "v.csv")
    assert code == 1
    assert [row.split(":")[1] for row in out.splitlines()] == ["2", "3", "4", "5"]
    assert "'Nowhere' is not a country" in out
    assert "there is no place 'gone'" in out
    assert run(bare, "places", "list")[1] == ""


def test_a_header_without_what_a_place_needs_says_which_column_to_map(
    bare: Workplace, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "v.csv").write_text("name,land\nA,Uganda\n", encoding="utf-8")
    code, out, _ = run(bare, "places", "import", "csv", tmp_path / "v.csv", "--map", "country=state")
    assert code == 1
    assert "there is no column 'state'" in out
    assert "--map latitude=COLUMN" in out
