//! What may follow on what in the life of a filing.

use entity::{
    DeadlineKind,
    FilingStatus::{self, *},
};

use super::refusal::Refusal;

/// Checks that a channel's answer may follow on where the filing stands.
///
/// A filing that ended stays ended. Refusals and ends without a settlement need their ground, which decides
/// what can be done next (`crm-16`, `crm-24`).
pub fn answer(from: FilingStatus, to: FilingStatus, ground: Option<&str>) -> Result<(), Refusal> {
    let allowed = match from {
        Prepared => matches!(to, Withdrawn),
        Submitted => !matches!(to, Prepared | Submitted),
        Accepted => matches!(to, InProcess | Replied | Offered | Agreed | EndedNoDeal | Withdrawn),
        InProcess => matches!(to, InProcess | Replied | Offered | Agreed | EndedNoDeal | Withdrawn),
        Replied => matches!(to, Accepted | InProcess | Replied | Offered | Agreed | EndedNoDeal | Withdrawn),
        Offered => matches!(to, Replied | Offered | Agreed | EndedNoDeal | Withdrawn),
        ScreenedOut | Agreed | EndedNoDeal | Withdrawn => false,
    };
    if !allowed {
        let (from, to) = (format!("@filing.{}", from.as_str()), format!("@filing.{}", to.as_str()));
        return Err(Refusal::StepNotAllowed { field: "status", from, to });
    }
    if matches!(to, ScreenedOut | EndedNoDeal) && ground.is_none() {
        return Err(Refusal::GroundRequired { field: "ground" });
    }
    Ok(())
}

/// Whether the channel is done with it.
#[must_use]
pub fn is_over(status: FilingStatus) -> bool {
    matches!(status, ScreenedOut | Agreed | EndedNoDeal | Withdrawn)
}

/// The deadlines that wait for nothing more at a status.
#[must_use]
pub fn met_by(status: FilingStatus) -> Vec<DeadlineKind> {
    DeadlineKind::ALL.iter().copied().filter(|kind| meets(*kind, status)).collect()
}

/// Whether a status is what a deadline waits for: a decision to take it up, something of substance, or the end.
fn meets(kind: DeadlineKind, status: FilingStatus) -> bool {
    match kind {
        DeadlineKind::AcceptanceDecision | DeadlineKind::Docketing => !matches!(status, Prepared | Submitted),
        DeadlineKind::OperatorReply | DeadlineKind::ChannelReply => {
            matches!(status, Replied | Offered) || is_over(status)
        }
        DeadlineKind::MediationEnd => is_over(status),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ended_stays_ended_and_everything_else_can_end() {
        for &from in FilingStatus::ALL {
            let ways: Vec<_> =
                FilingStatus::ALL.iter().filter(|to| answer(from, **to, Some("ground")).is_ok()).collect();
            assert_eq!(ways.is_empty(), is_over(from), "{from:?} → {ways:?}");
            assert!(is_over(from) || answer(from, Withdrawn, None).is_ok(), "{from:?} cannot be withdrawn");
        }
    }

    #[test]
    fn a_refusal_needs_its_ground() {
        assert_eq!(answer(Submitted, ScreenedOut, None), Err(Refusal::GroundRequired { field: "ground" }));
        assert!(answer(Submitted, ScreenedOut, Some("重复投诉")).is_ok());
        assert!(answer(Submitted, Accepted, None).is_ok());
    }
}
