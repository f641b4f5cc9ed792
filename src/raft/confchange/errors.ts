/** Why a configuration change cannot be made. */
export type ConfChangeErrorCode =
  | 'alreadyJoint'
  | 'zeroVoterJoint'
  | 'notJoint'
  | 'simpleWhileJoint'
  | 'removedAllVoters'
  | 'multipleVotersChanged';

/** The texts etcd's clients know them by. */
export const confChangeErrorText: Readonly<Record<ConfChangeErrorCode, string>> = {
  alreadyJoint: 'config is already joint',
  zeroVoterJoint: "can't make a zero-voter config joint",
  notJoint: "can't leave a non-joint config",
  simpleWhileJoint: "can't apply simple config change in joint config",
  removedAllVoters: 'removed all voters',
  multipleVotersChanged: 'more than one voter changed without entering joint config',
};
