use super::*;

const HOLIDAYS: &str = include_str!("../../domain/calendar/holidays.toml");

fn years() -> Product {
    Product { years: vec![2024, 2025, 2026], ..Product::default() }
}

/// The faults of some files, each as a line.
fn faults(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<File<'_>> = files.iter().map(|(name, text)| File { name, text }).collect();
    check(&files, &years()).unwrap().iter().map(ToString::to_string).collect()
}

/// A text with one part replaced, which must be there.
fn with(text: &str, part: &str, by: &str) -> String {
    assert!(text.contains(part), "there is no {part}");
    text.replacen(part, by, 1)
}

/// The line on which a part stands, counted from 1.
fn line(text: &str, part: &str) -> usize {
    1 + text.lines().position(|line| line.contains(part)).unwrap_or_else(|| panic!("there is no {part}"))
}

/// Every damage is found where it is, and nothing else is.
fn each(shape: &str, text: &str, table: &[(&str, &str, &str, &[&str])]) {
    for (part, by, at, expected) in table {
        let damaged = with(text, part, by);
        let place = if at.is_empty() { String::new() } else { format!(":{}", line(&damaged, at)) };
        let expected: Vec<_> = expected.iter().map(|what| format!("{shape}{place}: {what}")).collect();
        assert_eq!(faults(&[(shape, &damaged)]), expected, "{part} -> {by}");
    }
}

#[test]
fn what_is_built_in_has_no_faults() {
    let files = [
        ("provisions.toml", load::PROVISIONS),
        ("clauses.toml", load::CLAUSES),
        ("supplement.toml", load::SUPPLEMENT),
        ("holidays.toml", HOLIDAYS),
    ];
    assert_eq!(faults(&files), [""; 0]);
    for file in files {
        assert_eq!(faults(&[file]), [""; 0], "{} alone", file.0);
    }
}

#[test]
fn damaged_statutes_are_told_by_line_and_id() {
    let table: [(&str, &str, &str, &[&str]); 17] = [
        (
            "id = \"crm-15\"",
            "id = \"crm-16\"",
            "id = \"crm-16\"",
            &["provision crm-16: its id is not that of article 15 of crm"],
        ),
        (
            "superseded_by = \"crm\"",
            "superseded_by = \"crn\"",
            "id = \"crm0\"",
            &["instrument crm0 names crn, which is not there"],
        ),
        (
            "effective_from = 2026-04-15",
            "effective_from = 2026-04-16",
            "id = \"crm\"",
            &["nothing is in force from 2026-04-15 until crm begins on 2026-04-16"],
        ),
        (
            "effective_from = 2026-04-15",
            "effective_from = 2026-04-14",
            "id = \"crm\"",
            &["crm0 and crm are both in force on 2026-04-14"],
        ),
        (
            "effective_to = 2026-04-14\n",
            "",
            "id = \"crm\"",
            &["crm0 has no last day though crm supersedes it"],
        ),
        (
            "effective_to = 2026-04-14",
            "effective_to = 2019-12-31",
            "effective_to = 2019-12-31",
            &["instrument crm0 ends before it begins"],
        ),
        ("supersedes = \"crm0\"\n", "", "id = \"crm0\"", &["crm does not say that it supersedes crm0"]),
        (
            "adopted = 2025-12-30",
            "adopted = 2026-12-30",
            "adopted = 2026-12-30",
            &["instrument crm was adopted after the day the file is of"],
        ),
        (
            "adopted = 2025-12-30",
            "adopted = 2026-12-30",
            "effective_from = 2026-04-15",
            &["instrument crm is in force before it was adopted"],
        ),
        (
            "adopted = 2025-12-30",
            "adopted = \"2025-12-30\"",
            "adopted = \"2025-12-30\"",
            &["`adopted` of instrument crm is not a date as 2026-04-15"],
        ),
        (
            "kind = \"law\"",
            "kind = \"laws\"",
            "kind = \"laws\"",
            &["instrument ecl: there is no kind `laws`"],
        ),
        (
            "effective_to = 2026-04-14",
            "effective_to = 2026-04-14\neffective_too = 2026-04-14",
            "effective_too",
            &["instrument crm0 has `effective_too`, which nothing reads"],
        ),
        (
            "title_en = \"E-commerce Law of the PRC\"\n",
            "",
            "id = \"ecl\"",
            &["instrument ecl has no `title_en`"],
        ),
        (
            "label_zh = \"第九条\"",
            "label_zh = \"第十条\"",
            "label_zh = \"第十条\"",
            &["provision ecl-9: its label is 第十条 and not 第九条"],
        ),
        (
            "status = \"verified\"",
            "status = \"sure\"",
            "status = \"sure\"",
            &["provision ecl-9: there is no status `sure`"],
        ),
        (
            "topics = [\"definitions\", \"platform-liability\"]",
            "topics = [\"definition\"]",
            "topics = [\"definition\"]",
            &["provision ecl-9: there is no topic `definition`"],
        ),
        (
            "summary_en = \"Defines",
            "summary_en = \"\" # \"Defines",
            "summary_en = \"\"",
            &["`summary_en` of provision ecl-9 is not a text with something in it"],
        ),
    ];
    for (part, by, at, expected) in &table {
        let damaged = with(load::PROVISIONS, part, by);
        let found = faults(&[("new.toml", &damaged)]);
        let place = line(&damaged, at);
        for what in *expected {
            assert!(found.contains(&format!("new.toml:{place}: {what}")), "{what}: {found:#?}");
        }
    }
}

#[test]
fn a_text_that_was_touched_has_another_checksum() {
    let damaged = with(load::PROVISIONS, "七个工作日内作出受理", "八个工作日内作出受理");
    let found = faults(&[("new.toml", &damaged)]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].contains(": provision crm-15: the text's checksum is "), "{found:#?}");
}

#[test]
fn all_faults_of_all_files_come_at_once() {
    let statutes = with(load::PROVISIONS, "effective_to = 2026-04-14", "effective_to = 2026-04-10");
    let statutes = with(&statutes, "七个工作日内作出受理", "八个工作日内作出受理");
    let clauses = with(load::CLAUSES, "primary = \"cpl-26\"", "primary = \"cpl-27\"");
    let holidays = with(HOLIDAYS, "kind = \"workday\"", "kind = \"weekday\"");
    let found = faults(&[("p.toml", &statutes), ("c.toml", &clauses), ("h.toml", &holidays)]);
    let files: Vec<_> = found.iter().map(|fault| fault.split(':').next().unwrap()).collect();
    assert_eq!(files, ["c.toml", "h.toml", "p.toml", "p.toml", "p.toml"], "{found:#?}");
}

#[test]
fn an_article_that_goes_is_missed_by_the_clauses_that_name_it() {
    let at = load::PROVISIONS.find("[[provision]]\nid = \"otm-21\"").unwrap();
    let end = at + 4 + load::PROVISIONS[at + 4..].find("[[provision]]").unwrap();
    let without = format!("{}{}", &load::PROVISIONS[..at], &load::PROVISIONS[end..]);
    let found = faults(&[("new.toml", &without)]);
    let told = |what: &str| found.iter().any(|fault| fault.contains(what));
    assert!(told("category final-interpretation: there is no provision `otm-21`"), "{found:#?}");
    // Clauses that no longer name it are checked beside it.
    let beside = load::CLAUSES.replace("otm-21", "otm-23");
    let beside = faults(&[("new.toml", &without), ("clauses-new.toml", &beside)]);
    assert!(!beside.iter().any(|fault| fault.contains("no provision `otm-21`")), "{beside:#?}");
}

#[test]
fn damaged_clauses_are_told_by_line_and_id() {
    each(
        "c.toml",
        load::CLAUSES,
        &[
            (
                "primary = \"cpl-26\"",
                "primary = \"cpl-24\"",
                "primary = \"cpl-24\"",
                &["category no-refund: its primary provision is not the first of its provisions"],
            ),
            (
                "\"icp-12\", \"cpl-24\"",
                "\"icp-12\", \"cpl-240\"",
                "cpl-240",
                &["category no-refund: there is no provision `cpl-240`"],
            ),
            (
                "item_zh = \"第二款、第三款\"",
                "item_zh = \"第二款、第九款\"",
                "第九款",
                &["category no-refund: cpl-26 has no 第二款、第九款"],
            ),
            (
                "item_zh = \"第（一）项\"",
                "item_zh = \"第（十二）项\"",
                "第（十二）项",
                &["category no-refund: otm-21 has no 第（十二）项"],
            ),
            (
                "name_en = \"sole or final right of interpretation\"",
                "name_en = 3",
                "name_en = 3",
                &["`name_en` of category final-interpretation is not a text with something in it"],
            ),
            (
                "schema = 1",
                "schema = 1\nshape = 2",
                "shape = 2",
                &["the file has `shape`, which nothing reads"],
            ),
        ],
    );
    let renamed = load::CLAUSES.replace("\"no-appeal\"", "\"no-appeals\"");
    assert_eq!(
        faults(&[("c.toml", &renamed)]),
        ["c.toml: category no-appeal is gone, which the product knows"]
    );
}

#[test]
fn damaged_holidays_are_told_by_line() {
    each(
        "h.toml",
        HOLIDAYS,
        &[
            (
                "\"2026-02-14\" = { kind = \"workday\"",
                "\"2026-02-13\" = { kind = \"workday\"",
                "\"2026-02-13\"",
                &["2026-02-13 is a working day anyway"],
            ),
            (
                "\"2026-06-20\" = { kind = \"holiday\"",
                "\"2026-06-20\" = { kind = \"free\"",
                "\"2026-06-20\"",
                &["2026-06-20: there is no kind `free`"],
            ),
            ("\"2026-06-20\"", "\"2026-06-31\"", "\"2026-06-31\"", &["`2026-06-31` is no day as 2026-10-01"]),
            ("\"2026-06-20\"", "\"2027-06-20\"", "\"2027-06-20\"", &["2027-06-20 is in no official year"]),
            (
                "official_years = [2024, 2025, 2026]",
                "official_years = [2024, 2026, 2025]",
                "official_years",
                &["the year 2025 does not follow on 2026", "the year 2026 does not follow on 2024"],
            ),
            (
                "not_covered = [2027]",
                "not_covered = [2026, 2027]",
                "not_covered",
                &["the year 2026 is covered and not covered"],
            ),
            (
                "\"2026-09-25\" = { kind = \"holiday\", name = \"中秋节\", statutory = true }",
                "\"2026-09-25\" = { kind = \"holiday\", name = \"中秋节\", statutory = false }",
                "official_years",
                &["2026 has 12 statutory days off and not 13"],
            ),
        ],
    );
    let unsaid = with(
        HOLIDAYS,
        "kind = \"holiday\", name = \"元旦\", statutory = true",
        "kind = \"holiday\", name = \"元旦\"",
    );
    assert_eq!(faults(&[("h.toml", &unsaid)]).len(), 2, "the flag, and the count that misses it");
    let no_festival = HOLIDAYS.replace("清明节", "清明");
    assert_eq!(faults(&[("h.toml", &no_festival)]).len(), 3, "one for each year");
    let shorter = with(HOLIDAYS, "official_years = [2024, 2025, 2026]", "official_years = [2025, 2026]");
    let found = faults(&[("h.toml", &shorter)]);
    assert!(found.iter().any(|fault| fault.contains("the year 2024 is gone")), "{found:#?}");
}

#[test]
fn a_supplement_names_what_there_is() {
    let table = [
        ("icj = []\n", "", "the instrument icj has no line in supplement.toml"),
        (
            "icj = []\n",
            "icj = []\nicx = []\n",
            "supplement.toml names the instrument icx, which is not there",
        ),
        ("refund = \"退款\"\n", "", "the topic refund has no Chinese name in supplement.toml"),
        (
            "effective_from = 2025-05-01",
            "effective_from = \"May\"",
            "`effective_from` of the amendment of otm is not a date as 2026-04-15",
        ),
        ("articles = [18, 41]", "articles = [18, 18]", "in the amendment of otm article `18` is there twice"),
    ];
    for (part, by, what) in table {
        let damaged = with(load::SUPPLEMENT, part, by);
        let found = faults(&[("s.toml", &damaged)]);
        assert!(found.iter().any(|fault| fault.ends_with(what)), "{what}: {found:#?}");
    }
}

#[test]
fn broken_syntax_is_told_with_its_line() {
    let damaged = with(load::CLAUSES, "primary = \"cpl-26\"", "primary = cpl-26\nprimary = 2");
    let found = faults(&[("c.toml", &damaged)]);
    let at = line(&damaged, "primary = cpl-26");
    assert!(found.iter().any(|fault| fault.starts_with(&format!("c.toml:{at}: "))), "{found:#?}");
}

#[test]
fn what_cannot_be_checked_is_no_fault() {
    let file = |name, text| File { name, text };
    let none = check(&[file("x.toml", "a = 1")], &years());
    assert_eq!(none, Err(Unfit::Shape("x.toml".to_owned())));
    let broken = check(&[file("x.toml", "a = = 1")], &years());
    assert!(matches!(broken, Err(Unfit::Broken(..))), "{broken:?}");
    let twice = check(&[file("a.toml", HOLIDAYS), file("b.toml", HOLIDAYS)], &years());
    assert_eq!(twice, Err(Unfit::Alike("a.toml".to_owned(), "b.toml".to_owned())));
}

#[test]
fn what_the_product_names_must_stay_in_force() {
    let named = |id: &str, on: Option<&str>, item: Option<&str>| Named {
        id: id.to_owned(),
        by: "a rule".to_owned(),
        on: on.map(|day| day.parse().unwrap()),
        item: item.map(str::to_owned),
    };
    let product = Product {
        named: vec![
            named("crm-15", Some("2026-04-15"), None),
            named("crm-15", Some("2026-04-14"), None),
            named("crm-16", None, Some("第（七）项")),
            named("crm-16", None, Some("第（八）项")),
            named("crm-99", None, None),
        ],
        texts: vec![(
            "a letter".to_owned(),
            "《消费者权益保护法》第九十九条、《产品质量法》第四十条、crm-16".to_owned(),
        )],
        ..years()
    };
    let files = [File { name: "p.toml", text: load::PROVISIONS }];
    let found: Vec<_> = check(&files, &product).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "p.toml: crm-15 is not in force on 2026-04-14, which is named by a rule",
            "p.toml: crm-16 has no 第（八）项, which is named by a rule",
            "p.toml: there is no cpl-99, which is named by a letter",
            "p.toml: there is no crm-99, which is named by a rule",
            "p.toml: there is no 《产品质量法》第四十条, which is named by a letter",
        ]
    );
}
