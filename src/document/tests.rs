use sha2::{Digest, Sha256};

use super::*;
use crate::domain::complaint::sample::{material, signatory};
use crate::domain::complaint::volumes;

fn pdf(complaint: &Complaint) -> Vec<u8> {
    Prints::of(complaint).pdf(Part::Whole).unwrap().bytes
}

fn text(complaint: &Complaint) -> String {
    Prints::of(complaint).text()
}

fn pool(members: usize) -> Complaint {
    Complaint::pool(&material(members)).unwrap()
}

fn filing(members: usize) -> Complaint {
    Complaint::filing(&pool(members), &(0..members).map(signatory).collect::<Vec<_>>(), |_| true).unwrap()
}

#[test]
fn the_same_complaint_makes_the_same_bytes() {
    let complaint = filing(3);
    let first = pdf(&complaint);
    pdf(&pool(2));
    assert!(first == pdf(&complaint));
    assert!(first.starts_with(b"%PDF-1.7"));
    assert_eq!(text(&complaint), text(&complaint));
    assert_eq!(schedule_csv(&complaint), schedule_csv(&complaint));
}

#[test]
fn a_complaint_in_volumes_says_what_it_says_in_one_piece() {
    let complaint = filing(7);
    let prints = Prints::of(&complaint);
    let volumes = volumes(7, 3);
    let parts: Vec<Part<'_>> = std::iter::once(Part::Main(&volumes))
        .chain(volumes.iter().map(|volume| Part::Volume(*volume)))
        .collect();
    let said: String = parts.iter().map(|part| text::plain(&prints.sheet(*part))).collect();
    for line in prints.text().lines().filter(|line| !line.contains("附表") && !line.contains("合计")) {
        assert!(said.contains(line), "{line}");
    }
    for part in parts {
        let made = prints.pdf(part).unwrap();
        assert!(made.pages > 0 && made == prints.pdf(part).unwrap(), "{part:?} makes the same bytes");
    }
}

#[test]
fn the_json_file_has_the_hash_that_was_voted_on() {
    let voted = pool(3);
    let digest = Sha256::digest(voted.to_bytes());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, voted.sha256());
    assert_eq!(filing(3).voted_sha256, Some(hex));
}

#[test]
fn the_text_says_what_a_complaint_must() {
    let text = text(&filing(3));
    for words in [
        "合并投诉书",
        "被投诉人",
        "示例（海口）网络科技有限公司",
        "第二十六条",
        "概不退换",
        "人民币",
        "附表一",
        "附表四",
        "不构成法律意见",
        "SHA-256",
    ] {
        assert!(text.contains(words), "{words}");
    }
    assert!(text.ends_with('\n') && !text.contains("\n\n\n"));
}

#[test]
fn no_document_of_the_pool_names_anybody() {
    let voted = pool(12);
    let csv = String::from_utf8(schedule_csv(&voted)).unwrap();
    let everything = text(&voted) + &csv;
    for released in (0..12).map(signatory) {
        let document = released.identity.document.unwrap();
        for secret in [
            released.identity.name,
            released.identity.phone,
            released.identity.address,
            document.number,
            released.order_number,
        ] {
            assert!(!everything.contains(&secret), "{secret}");
        }
    }
}

#[test]
fn a_spreadsheet_gets_one_line_a_member() {
    let csv = String::from_utf8(schedule_csv(&filing(40))).unwrap();
    assert!(csv.starts_with("\u{feff}序号,"));
    assert_eq!(csv.matches("\r\n").count(), 41);
    assert!(csv.contains(",'440300199001010000,"), "long numbers stay text");
}

#[test]
fn a_report_is_a_paper_of_its_own() {
    let report = Report::filing(&Report::pool(&pool(3)).unwrap(), &filing(3));
    let text = report_text(&report);
    for words in ["举报书", "责令被举报人限期改正", "概不退换", "第二十六条", "举报人签名", "证据目录"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    for words in ["退还", "赔偿", "KM2026", "身份证"] {
        assert!(!report.requests.concat().contains(words) && !text.contains("KM2026"), "{words}");
    }
    assert!(report_pdf(&report).unwrap().bytes == report_pdf(&report).unwrap().bytes);
    assert!(!super::report_docx(&report).is_empty());
}

#[test]
fn hostile_text_is_drawn_and_not_obeyed() {
    let zalgo = "e\u{301}\u{302}\u{303}\u{304}\u{305}".repeat(50);
    let unbroken = "x".repeat(10_000);
    let hostile = [
        "#{panic(\"obeyed\")} #eval(\"1\") #read(\"/etc/passwd\") $x$ *粗* _斜_ = 标题 <label> @ref \\ // /* `",
        "]) #set page(width: 1cm) [",
        "\u{202e}元001款退\u{202c}\u{0}\u{1b}[31m",
        "👩‍👩‍👧‍👦😀🀄 مرحبا שלום 𠮷野家 ΑΒΓ ไทย",
        &zalgo,
        &unbroken,
        "",
    ];
    let mut material = material(hostile.len());
    for (member, words) in material.members.iter_mut().zip(hostile) {
        member.what_happened = words.into();
        member.product = words.into();
        member.order_number = words.into();
        for contact in &mut member.contacts {
            contact.said = words.into();
        }
    }
    for (piece, words) in material.evidence.iter_mut().zip(hostile) {
        piece.title = words.into();
        piece.sha256 = words.into();
    }
    // Ten thousand letters are tried in the tables and the statements; here they would only take time.
    let all = hostile[..5].join("");
    material.case.title = all.clone();
    material.operator.legal_name = Some(all.clone());
    material.citations[0].operator_clause = Some(all.clone());
    material.citations[1].quoted = all;

    let complaint = Complaint::pool(&material).unwrap();
    assert!(pdf(&complaint).starts_with(b"%PDF"));
    assert!(!text(&complaint).contains(['\0', '\u{202e}', '\u{1b}']));
}
