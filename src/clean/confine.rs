//! A child gives up its rights, and earns processor time.

use rustix::process::{Resource, Rlimit, setrlimit};

use super::limits::{FIRST_SECONDS, MEMORY, MOST_SECONDS};

/// Gives up, for good, whatever a decoder has no use for: most memory, files, other processes, the network.
///
/// Memory is bounded where it is written (`RLIMIT_DATA`) rather than where it is mapped, so that neither the size of
/// this program nor an allocator that reserves address space counts. Standard input and output stay open.
///
/// # Errors
/// When the system does not allow a limit: the child must not go on then.
pub(super) fn confine() -> std::io::Result<Budget> {
    let exactly = |most: u64| Rlimit { current: Some(most), maximum: Some(most) };
    // A root user is not held by the bound on processes; the bound on files keeps it from opening any all the same.
    for (resource, most) in
        [(Resource::Core, 0), (Resource::Fsize, 0), (Resource::Nproc, 0), (Resource::Data, MEMORY)]
    {
        setrlimit(resource, exactly(most))?;
    }
    let mut budget = Budget { seconds: 0.0 };
    budget.set(FIRST_SECONDS)?;
    restrict();
    setrlimit(Resource::Nofile, exactly(0))?;
    Ok(budget)
}

/// Takes away the file system and the network, where the kernel can (Landlock). Elsewhere the limits have to do.
#[cfg(target_os = "linux")]
fn restrict() {
    use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetError, Scope};
    let restricted = || -> Result<_, RulesetError> {
        let newest = ABI::V6;
        let all = Ruleset::default()
            .handle_access(AccessFs::from_all(newest))?
            .handle_access(AccessNet::from_all(newest))?
            .scope(Scope::from_all(newest))?;
        all.create()?.restrict_self()
    };
    // Best effort by design of the crate: an old kernel leaves out what it does not know.
    drop(restricted());
}

#[cfg(not(target_os = "linux"))]
fn restrict() {}

/// The processor time a child may use, after which the kernel ends it.
pub(super) struct Budget {
    seconds: f64,
}

impl Budget {
    /// Buys time for the next piece of work, in seconds.
    pub(super) fn earn(&mut self, seconds: f64) {
        // Where somebody has set less from outside, less it is.
        self.set(self.seconds + seconds).ok();
    }

    /// The kernel counts whole seconds.
    fn set(&mut self, seconds: f64) -> std::io::Result<()> {
        self.seconds = seconds.min(MOST_SECONDS as f64);
        let current = Some(self.seconds.ceil() as u64);
        Ok(setrlimit(Resource::Cpu, Rlimit { current, maximum: Some(MOST_SECONDS) })?)
    }
}
