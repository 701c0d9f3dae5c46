//! How a case lives: DRAFT → GATHERING → BALLOT → FILED → (OFFER) → CLOSED, and CLOSED → GATHERING.

use entity::Stage;

use super::refusal::Refusal;

/// A draft becomes public.
pub fn publish(stage: Stage) -> Result<Stage, Refusal> {
    match stage {
        Stage::Draft => Ok(Stage::Gathering),
        _ => Err(Refusal::NotDraft),
    }
}

/// Late joiners are welcome until the case is closed; a draft has only its organisers.
pub fn join(stage: Stage) -> Result<(), Refusal> {
    match stage {
        Stage::Gathering | Stage::Ballot | Stage::Filed | Stage::Offer => Ok(()),
        Stage::Draft | Stage::Closed => Err(Refusal::CaseNotOpen),
    }
}

/// Evidence, citations and claims change until the case is closed; organisers prepare them in a draft.
pub fn work(stage: Stage) -> Result<(), Refusal> {
    match stage {
        Stage::Closed => Err(Refusal::CaseNotOpen),
        _ => Ok(()),
    }
}

/// A version goes to the vote. While a filing is open the case stays filed: the ballot is on a supplement.
pub fn open_ballot(stage: Stage) -> Result<Stage, Refusal> {
    match stage {
        Stage::Gathering | Stage::Ballot => Ok(Stage::Ballot),
        Stage::Filed | Stage::Offer => Ok(stage),
        Stage::Draft | Stage::Closed => Err(Refusal::NotGathering),
    }
}

/// Members decide on something else than a complaint: who represents them, what becomes of a filing.
pub fn decide(stage: Stage) -> Result<(), Refusal> {
    match stage {
        Stage::Draft => Err(Refusal::NotGathering),
        Stage::Closed => Err(Refusal::CaseNotOpen),
        _ => Ok(()),
    }
}

/// A lost ballot sends the case back to gathering; a passed one waits to be filed.
#[must_use]
pub fn close_ballot(stage: Stage, passed: bool) -> Stage {
    match stage {
        Stage::Ballot if !passed => Stage::Gathering,
        _ => stage,
    }
}

/// A filing is out.
pub fn file(stage: Stage) -> Result<Stage, Refusal> {
    match stage {
        Stage::Draft | Stage::Closed => Err(Refusal::CaseNotOpen),
        Stage::Offer => Ok(Stage::Offer),
        Stage::Gathering | Stage::Ballot | Stage::Filed => Ok(Stage::Filed),
    }
}

/// An offer is to be answered.
pub fn offer(stage: Stage) -> Result<Stage, Refusal> {
    match stage {
        Stage::Draft | Stage::Closed => Err(Refusal::CaseNotOpen),
        Stage::Gathering | Stage::Ballot | Stage::Filed | Stage::Offer => Ok(Stage::Offer),
    }
}

/// Where a case stands when an offer is over: another one may be there, or a filing that goes on for those who declined;
/// without either it gathers those who are left.
#[must_use]
pub fn after_offer(stage: Stage, is_offered: bool, is_filed: bool) -> Stage {
    match stage {
        Stage::Offer if is_offered => Stage::Offer,
        Stage::Offer if is_filed => Stage::Filed,
        Stage::Offer => Stage::Gathering,
        other => other,
    }
}

/// The end, from any stage but itself.
pub fn close(stage: Stage) -> Result<Stage, Refusal> {
    match stage {
        Stage::Closed => Err(Refusal::AlreadyClosed),
        _ => Ok(Stage::Closed),
    }
}

/// A closed case gathers people again.
pub fn reopen(stage: Stage) -> Result<Stage, Refusal> {
    match stage {
        Stage::Closed => Ok(Stage::Gathering),
        _ => Err(Refusal::NotClosed),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Step = fn(Stage) -> Result<Stage, Refusal>;

    const STEPS: [Step; 10] = [
        publish,
        open_ballot,
        |stage| Ok(close_ballot(stage, false)),
        file,
        offer,
        |stage| Ok(after_offer(stage, true, true)),
        |stage| Ok(after_offer(stage, false, true)),
        |stage| Ok(after_offer(stage, false, false)),
        close,
        reopen,
    ];

    proptest! {
        #[test]
        fn no_walk_ends_where_nothing_can_be_done(walk in prop::collection::vec(0..STEPS.len(), 0..30)) {
            let mut stage = Stage::Draft;
            for step in walk {
                if let Ok(next) = STEPS[step](stage) {
                    prop_assert!(stage != Stage::Closed || matches!(next, Stage::Closed | Stage::Gathering));
                    prop_assert!(next != Stage::Draft || stage == Stage::Draft, "nothing becomes a draft again");
                    stage = next;
                }
                prop_assert!(close(stage).is_ok() || reopen(stage).is_ok());
            }
        }
    }

    #[test]
    fn people_join_while_the_case_is_open() {
        for (stage, open) in [
            (Stage::Draft, false),
            (Stage::Gathering, true),
            (Stage::Ballot, true),
            (Stage::Filed, true),
            (Stage::Offer, true),
            (Stage::Closed, false),
        ] {
            assert_eq!(join(stage).is_ok(), open, "{stage:?}");
        }
    }
}
