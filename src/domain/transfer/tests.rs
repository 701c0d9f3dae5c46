use chrono::DateTime;
use entity::{CaseId, ClaimId, Id, MemberId, PaymentMethod};
use proptest::prelude::*;

use super::*;

fn claim(product: &str, bought_on: &str, remedy: Remedy) -> claim::Model {
    claim::Model {
        id: ClaimId::from_suffix("1"),
        case_id: CaseId::from_suffix("1"),
        member_id: MemberId::from_suffix("1"),
        order_sealed: Vec::new(),
        order_masked: String::new(),
        order_index: Vec::new(),
        bought_on: bought_on.parse().unwrap(),
        product: product.to_owned(),
        amount_fen: 1,
        payment_method: PaymentMethod::Alipay,
        own_use: true,
        story_sealed: Vec::new(),
        story: String::new(),
        remedy,
        wanted_fen: None,
        created_at: DateTime::UNIX_EPOCH,
        updated_at: DateTime::UNIX_EPOCH,
        withdrawn_at: None,
    }
}

#[test]
fn members_have_a_day_at_least_and_two_weeks_at_most() {
    for (given, read) in
        [(None, Some(72)), (Some(24), Some(24)), (Some(336), Some(336)), (Some(23), None), (Some(337), None)]
    {
        assert_eq!(hours(given).ok(), read, "{given:?}");
    }
}

#[test]
fn a_split_takes_what_meets_everything_that_is_given() {
    let day = |text: &str| Some(text.parse().unwrap());
    let card = claim("游戏点卡 500 元", "2026-11-01", Remedy::RefundFull);
    let vip = claim("视频会员", "2026-10-01", Remedy::Deliver);
    let rows = [
        (Criterion { codes: vec!["7QK2".into()], ..Criterion::default() }, [true, false], true),
        (Criterion { product: Some("点卡".into()), ..Criterion::default() }, [true, false], false),
        (Criterion { bought_to: day("2026-10-31"), ..Criterion::default() }, [false, true], false),
        (Criterion { bought_from: day("2026-10-01"), ..Criterion::default() }, [true, true], false),
        (Criterion { remedy: Some(Remedy::Deliver), ..Criterion::default() }, [false, true], false),
        (
            Criterion { codes: vec!["7QK2".into()], remedy: Some(Remedy::Deliver), ..Criterion::default() },
            [false, false],
            false,
        ),
    ];
    for (criterion, expected, without_claim) in rows {
        let criterion = criterion.checked().unwrap();
        assert_eq!(
            [criterion.takes("7QK2", Some(&card)), criterion.takes("9XYZ", Some(&vip))],
            expected,
            "{criterion:?}"
        );
        assert_eq!(criterion.takes("7QK2", None), without_claim, "{criterion:?}");
    }
}

#[test]
fn a_split_that_says_nothing_or_too_much_is_refused() {
    let refused = |criterion: Criterion| criterion.checked().unwrap_err();
    assert_eq!(refused(Criterion::default()), Refusal::Required { field: "criterion" });
    let many = (0..=CODES).map(|n| format!("C{n}")).collect();
    assert_eq!(
        refused(Criterion { codes: many, ..Criterion::default() }),
        Refusal::TooMany { field: "codes", max: CODES }
    );
    let backwards = Criterion {
        bought_from: Some("2026-11-02".parse().unwrap()),
        bought_to: Some("2026-11-01".parse().unwrap()),
        ..Criterion::default()
    };
    assert!(matches!(refused(backwards), Refusal::TooEarly { field: "boughtTo", .. }));
}

proptest! {
    /// Whoever goes or joins loses no claim: two claims become one only when they are of one order.
    #[test]
    fn no_claim_is_given_up(objects: bool, has_seat: bool, here: Option<u8>, there: Option<u8>) {
        let there = there.filter(|_| has_seat);
        let (here, there) = (here.map(|order| [order]), there.map(|order| [order]));
        let fate = fate(objects, has_seat, here.as_ref().map(|o| &o[..]), there.as_ref().map(|o| &o[..]));
        match fate {
            Fate::Stays => prop_assert!(objects || here.is_some() && there.is_some() && here != there),
            Fate::Goes => prop_assert!(!objects && !has_seat),
            Fate::Joins => prop_assert!(!objects && has_seat && (here.is_none() || there.is_none() || here == there)),
        }
    }
}
