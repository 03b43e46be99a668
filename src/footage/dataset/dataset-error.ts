import { WakefulError } from '../../common/errors';

export type DatasetErrorCode =
  | 'dataset-missing'
  | 'dataset-empty'
  | 'dataset-twice'
  | 'dataset-layout'
  | 'dataset-csv'
  | 'dataset-version'
  | 'dataset-crop';

/**
 * Data on disk that cannot be used as they are; the message names the file, and the line where
 * there is one.
 */
export class DatasetError extends WakefulError<DatasetErrorCode> {
  constructor(code: DatasetErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(code, message, remedy, options);
    this.name = 'DatasetError';
  }
}
