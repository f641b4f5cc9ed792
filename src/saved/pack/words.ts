/**
 * Names and words that labs are full of. Whoever reads a saved lab knows them, so it has their numbers instead. The list
 * belongs to the format: it never changes within a version, and new words are written out.
 */
export const words: readonly string[] = // The lab.
  (
    'engine name config branches current playhead moments view id parent end commands waypoints event at branch note gap ms us ' +
    'off command digits high low ' +
    // Its configuration.
    'nodes learners layout voters spare seed preVote checkQuorum readOnly safe leaseBased stepDownOnRemoval electionTicks ' +
    'heartbeatTicks tickMs latencyMs jitterMs loss duplicate reorder fsyncMs applyMs snapshotCount snapshotCatchUpEntries ' +
    'maxSizePerMsg maxInflightMsgs maxInflightBytes maxUncommittedBytes fixedElectionTicks storage async sync readyByHand ' +
    'randomApply stopsWhenRemoved transportReports machineSettings settings clientTimeoutMs brokenRules bootstrap plain etcd ' +
    'members peerUrls clientUrls clusterToken quotaBytes maxTxnOps maxRequestBytes strictReconfigCheck leaseCheckpoints ' +
    'minLeaseTtl callTimeoutMs keepsTombstones crashLoses unsynced unwritten authTokenTtlMs watchProgressMs corruptCheckMs ' +
    'snapshot ' +
    // What is done to it.
    'type kill node crashed reason restart forceNewCluster pause resume addMachine disk stuck loseDisk campaign transferLeader ' +
    'to forgetLeader snapshotNow configure isolate partition groups cut from oneWay uncut heal link hold deliver message ' +
    'release drop request operation client token confChange change version ConfChangeAddNode ConfChangeAddLearnerNode ' +
    'ConfChangeRemoveNode ConfChangeUpdateNode nodeId context means transition changes byHand on finishWrite finishApply tick ' +
    'elapse report passTime ready electionTimeout ticks readIndex syncWatchers reportSnapshot peer ok reportUnreachable ' +
    'loadDisk log term vote commit clientStep timeout openStream stream kind watch lease sendStream closeStream http method ' +
    'path headers body httpGone startClient program policy user endpoints recipe tellClient instruction pauseClient ' +
    'resumeClient stopClient ' +
    // Calls.
    'put key value prevKv range rangeEnd revision limit sortOrder sortTarget keysOnly countOnly consistency linearizable ' +
    'serializable deleteRange txn compare result target success failure compact leaseGrant ttl leaseRevoke leaseKeepAlive ' +
    'create startRevision progressNotify filters watchId fragment cancel memberAdd memberRemove memberPromote isLearner ' +
    'EQUAL GREATER LESS NOT_EQUAL VALUE VERSION CREATE MOD LEASE ' +
    // What is looked at.
    'selection entry index panelTab phoneTab stripTab alone stepKind messageFilter hide timelineHide timelineWindow follow ' +
    'span zoom logWindow first last storeAsk compareWith revisions inspector store clients calls hand logs time stage ' +
    'MsgHeartbeat MsgHeartbeatResp MsgApp MsgAppResp MsgVote MsgVoteResp MsgPreVote MsgPreVoteResp'
  ).split(' ');
